// The read side of an organisation's resources.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type {
  MemberQuery,
  ResourcePage,
  ResourceQuery,
  ResourceTarget,
  StorageLimits,
  WalkedMembers,
  WalkedResources,
  WalkQuery,
} from '@looop-scim/provisioning/ports';
import { makeCharacterCount, type BoundSchema, type TypeOf } from '@looop-scim/provisioning/storage-support';
import type { MembershipReference, Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound, TooMany } from '@looop-scim/scim/errors';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { resourceKey, type Collections } from './collections.ts';
import { membershipSides, type JoinScope } from './membership-sides.ts';
import {
  JOINED_FIELDS,
  joinedMemberships,
  joinMemberships,
  readMemberships,
  type JoinedRows,
} from './memberships-reader.ts';
import { RESOURCE_FIELDS, resourceOf, type StoredResource } from './resource-documents.ts';
import { listResources } from './resource-list.ts';
import { isUnfinished, retryUntilConsistent, type Attempt, type FinishEffects } from './retry-until-consistent.ts';
import { isOutOfTime } from './mongo-error.ts';
import { walkMembers, walkResources } from './walk.ts';

/** Where a list is read: the organisation, and the schema of its resources. */
export interface ListPlace {
  readonly organisation: OrganisationId;
  readonly schema: BoundSchema;
}

/** Reads resources. Whatever a promise is rejected with came from the driver. */
export interface ResourceReader {
  /** One command, unless the resource has very many memberships. */
  readonly read: (
    organisation: OrganisationId,
    target: ResourceTarget,
    withMemberships: boolean,
  ) => Promise<Result.Result<Resource, ResourceNotFound | TooMany>>;
  readonly list: (place: ListPlace, query: ResourceQuery) => Promise<Result.Result<ResourcePage, TooMany>>;
  readonly walk: (organisation: OrganisationId, query: WalkQuery) => Promise<WalkedResources>;
  readonly walkMembers: (organisation: OrganisationId, query: MemberQuery) => Promise<WalkedMembers>;
  /** Ids of users of whom events told by a mapping set before `version` last. */
  readonly behindMapping: (organisation: OrganisationId, version: number, limit: number) => Promise<readonly string[]>;
  /** Members of a group or groups of a user, ordered by id. */
  readonly membershipsOf: (
    organisation: OrganisationId,
    type: ResourceType,
    id: string,
  ) => Promise<readonly MembershipReference[]>;
}

/** What the reader is made of. */
export interface ReaderParts {
  readonly collections: Collections;
  readonly registry: SchemaRegistry;
  readonly typeOf: TypeOf;
  /** Finishes the writes that reads of memberships meet. */
  readonly finishEffects: FinishEffects;
  readonly limits: StorageLimits;
}

type Read = Result.Result<Resource, ResourceNotFound>;

const readAlone = async (
  collections: Collections,
  organisation: OrganisationId,
  target: ResourceTarget,
): Promise<Read> => {
  const { resourceType, id } = target;
  const found = await collections.resources.findOne<StoredResource>(
    { _id: resourceKey(organisation, id), o: organisation, type: resourceType },
    { projection: RESOURCE_FIELDS },
  );
  return found === null ? Result.fail(new ResourceNotFound({ resourceType, id })) : Result.succeed(resourceOf(found));
};

const readJoined = async (scope: JoinScope, { resourceType, id }: ResourceTarget): Promise<Attempt<Read>> => {
  const { collections, organisation } = scope;
  const [found] = await collections.resources
    .aggregate<StoredResource & JoinedRows>([
      { $match: { _id: resourceKey(organisation, id), o: organisation, type: resourceType } },
      ...joinMemberships(scope),
      { $project: { ...RESOURCE_FIELDS, ...JOINED_FIELDS } },
    ])
    .toArray();
  if (found === undefined) {
    return { answer: Result.fail(new ResourceNotFound({ resourceType, id })), unfinished: [], inconsistent: false };
  }
  const { references, unfinished, inconsistent } = await joinedMemberships(scope, [found]);
  return {
    answer: Result.succeed(resourceOf(found, references.get(id) ?? [])),
    unfinished: [...[found].filter(isUnfinished), ...unfinished],
    inconsistent,
  };
};

/** Runs a read within its limits: what exceeds one is a failure of the read. */
const withinLimits = async <Success, Failure>(
  { maxSeconds = Infinity }: StorageLimits,
  read: () => Promise<Result.Result<Success, Failure>>,
): Promise<Result.Result<Success, Failure | TooMany>> => {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof TooMany) return Result.fail(cause);
    if (isOutOfTime(cause)) return Result.fail(new TooMany({ limit: maxSeconds, unit: 'seconds' }));
    throw cause;
  }
};

/** Makes the read side. */
export const makeResourceReader = ({
  collections,
  registry,
  typeOf,
  finishEffects,
  limits,
}: ReaderParts): ResourceReader => ({
  read: async (organisation, target, withMemberships) => {
    const sides = membershipSides(registry, typeOf(target.resourceType));
    if (!withMemberships || sides === undefined) return readAlone(collections, organisation, target);
    return withinLimits(limits, () =>
      retryUntilConsistent(finishEffects, () => {
        const count = makeCharacterCount(Infinity, limits.maxCharacters ?? Infinity);
        return readJoined({ collections, organisation, sides, count }, target);
      }),
    );
  },
  list: async ({ organisation, schema }, query) => {
    const type = schema.typeOf(query.resourceType);
    const scope = { collections, organisation, sides: membershipSides(registry, type) };
    return withinLimits(limits, async () =>
      Result.succeed(await listResources({ type, schema, scope, query, limits }, finishEffects)),
    );
  },
  walk: (organisation, query) => walkResources(collections, organisation, query),
  walkMembers: (organisation, query) => walkMembers(collections, organisation, query, finishEffects),
  behindMapping: async (organisation, version, limit) => {
    if (limit < 1) return [];
    const found = await collections.resources
      .find({ o: organisation, type: 'User', mappingVersion: { $lt: version } })
      .hint('by_mapping')
      .project<{ readonly id: string }>({ _id: 0, id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ id }) => id);
  },
  membershipsOf: async (organisation, type, id) => {
    const sides = membershipSides(registry, type);
    if (sides === undefined) return [];
    return retryUntilConsistent(finishEffects, async () => {
      const { references, unfinished } = await readMemberships({ collections, organisation, sides }, [id]);
      // Whoever writes a group after this read finds out by its compare-and-set whether anything came in between.
      return { answer: references.get(id) ?? [], unfinished, inconsistent: false };
    });
  },
});
