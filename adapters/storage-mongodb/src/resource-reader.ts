// The read side of an organisation's resources.
import type { ResourcePage, ResourceQuery, ResourceTarget } from '@looop-scim/provisioning';
import type { MembershipReference, Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound } from '@looop-scim/scim/errors';
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
import type { TypeOf } from './resource-types.ts';
import { isUnfinished, settling, type Attempt, type Settle } from './settling.ts';

/** Reads resources. Whatever a promise is rejected with came from the driver. */
export interface ResourceReader {
  /** One command, unless the resource has very many memberships. */
  readonly read: (
    organisation: string,
    target: ResourceTarget,
    withMemberships: boolean,
  ) => Promise<Result.Result<Resource, ResourceNotFound>>;
  readonly list: (organisation: string, query: ResourceQuery) => Promise<ResourcePage>;
  /** Members of a group or groups of a user, ordered by id. */
  readonly membershipsOf: (
    organisation: string,
    type: ResourceType,
    id: string,
  ) => Promise<readonly MembershipReference[]>;
}

/** What the reader is made of. */
export interface ReaderParts {
  readonly collections: Collections;
  readonly registry: SchemaRegistry;
  readonly typeOf: TypeOf;
  /** Finishes intents that reads of memberships meet. */
  readonly settle: Settle;
}

type Read = Result.Result<Resource, ResourceNotFound>;

const readAlone = async (collections: Collections, organisation: string, target: ResourceTarget): Promise<Read> => {
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
    return { answer: Result.fail(new ResourceNotFound({ resourceType, id })), unfinished: [], torn: false };
  }
  const { references, unfinished, torn } = await joinedMemberships(scope, [found]);
  return {
    answer: Result.succeed(resourceOf(found, references.get(id) ?? [])),
    unfinished: [...[found].filter(isUnfinished), ...unfinished],
    torn,
  };
};

/** Makes the read side. */
export const makeResourceReader = ({ collections, registry, typeOf, settle }: ReaderParts): ResourceReader => ({
  read: async (organisation, target, withMemberships) => {
    const sides = membershipSides(registry, typeOf(target.resourceType));
    if (!withMemberships || sides === undefined) return readAlone(collections, organisation, target);
    return settling(settle, () => readJoined({ collections, organisation, sides }, target));
  },
  list: async (organisation, query) => {
    const type = typeOf(query.resourceType);
    return listResources(type, { collections, organisation, sides: membershipSides(registry, type) }, query, settle);
  },
  membershipsOf: async (organisation, type, id) => {
    const sides = membershipSides(registry, type);
    if (sides === undefined) return [];
    return settling(settle, async () => {
      const { references, unfinished } = await readMemberships({ collections, organisation, sides }, [id]);
      // Whoever writes a group after this read finds out by its compare-and-set whether anything came in between.
      return { answer: references.get(id) ?? [], unfinished, torn: false };
    });
  },
});
