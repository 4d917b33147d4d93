// The resources of one organisation in memory: the reference that every other storage has to equal. Filters and order are those
// of the pure core, over all resources; nothing here is clever.
import { represent } from '@looop-scim/scim/answer';
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound } from '@looop-scim/scim/errors';
import { evaluateFilter } from '@looop-scim/scim/filter';
import { compareBySort } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import type {
  MemberQuery,
  RefreshStep,
  ResourcePage,
  ResourceQuery,
  ResourceRepository,
  ResourceTarget,
  WalkedMembers,
  WalkedResources,
  WalkQuery,
} from '@looop-scim/provisioning/ports';
import {
  makePageMeter,
  membershipCharacters,
  unborn,
  type BoundSchema,
} from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import {
  apply,
  referencesTo,
  resourcesOfType,
  shown,
  type DirectoryState,
  type StoredResource,
} from './directory-state.ts';
import { frozenCopy } from './frozen-copy.ts';
import { planDeletion, planRetelling, planWrite, withMemberships, type Plan } from './plan-write.ts';
import type { WhileOpen } from './while-open.ts';

interface Repository {
  readonly schema: BoundSchema;
  readonly state: DirectoryState;
  readonly whileOpen: WhileOpen;
}

const newResource = ({ resourceType, id }: ResourceTarget, at: number): StoredResource => ({
  ...unborn(resourceType, id, at),
  schemaVersion: 0,
  uniqueKeys: [],
  members: new Set(),
});

/** A resource with its representation; locations are relative, because no filter or order can depend on the base URL. */
interface Candidate {
  readonly stored: StoredResource;
  readonly resource: Resource;
  readonly representation: Complex;
}

const page = (state: DirectoryState, type: ResourceType, query: ResourceQuery): ResourcePage => {
  const { filter, sort, offset, limit, maxCharacters = Infinity } = query;
  const candidates: readonly Candidate[] = resourcesOfType(state, type.name).map((stored) => {
    const resource = withMemberships(state, type, stored);
    return { stored, resource, representation: represent(type, resource, (_type, id) => id) };
  });
  const matches = candidates.filter(
    ({ representation }) => filter === undefined || evaluateFilter(filter, representation),
  );
  // Sorting is stable: ties stay ordered by id.
  const ordered =
    sort === undefined
      ? matches
      : matches.toSorted((left, right) => compareBySort(sort, left.representation, right.representation));
  const takesDocument = makePageMeter(maxCharacters);
  const takesMemberships = makePageMeter(maxCharacters);
  const takes = ({ stored, resource: { memberships = [] } }: Candidate): boolean =>
    takesDocument(JSON.stringify(stored.document).length) &&
    (!query.withMemberships ||
      takesMemberships(memberships.reduce((sum, membership) => sum + membershipCharacters(membership), 0)));
  const asked = ordered.slice(offset, offset + limit);
  const end = asked.findIndex((candidate) => !takes(candidate));
  return {
    total: ordered.length,
    resources: asked
      .slice(0, end < 0 ? asked.length : end)
      .map(({ stored, resource }) => (query.withMemberships ? resource : shown(stored))),
  };
};

const walk = (state: DirectoryState, { resourceType, from = '', limit, maxCharacters }: WalkQuery): WalkedResources => {
  const takes = makePageMeter(maxCharacters);
  const rest = resourcesOfType(state, resourceType).filter(({ id }) => id >= from);
  const end = rest.findIndex(({ document }, index) => index >= limit || !takes(JSON.stringify(document).length));
  const next = end < 0 ? undefined : rest[end]?.id;
  return {
    resources: rest.slice(0, end < 0 ? rest.length : end).map(shown),
    ...(next !== undefined && { next }),
  };
};

const walkMembers = (state: DirectoryState, { groupId, after = '', limit }: MemberQuery): WalkedMembers => {
  const rest = referencesTo(state, state.resources.get(groupId)?.members ?? []).filter(({ id }) => id > after);
  const members = rest.slice(0, limit);
  const last = members.at(-1);
  return { members, ...(rest.length > limit && last !== undefined && { next: last.id }) };
};

const refresh = (
  { resources }: DirectoryState,
  { version, refreshBelow }: BoundSchema,
  { resourceType, limit, revise }: RefreshStep,
): number => {
  const behind = [...resources.values()]
    .filter((stored) => stored.resourceType === resourceType && stored.schemaVersion < refreshBelow)
    .slice(0, limit);
  for (const stored of behind) {
    resources.set(stored.id, { ...stored, document: frozenCopy(revise(stored.document)), schemaVersion: version });
  }
  return behind.length;
};

/** Makes the repository of one organisation. */
export const makeMemoryResourceRepository = ({ schema, state, whileOpen }: Repository): ResourceRepository => {
  const { typeOf } = schema;
  const find = ({ resourceType, id }: ResourceTarget): Result.Result<StoredResource, ResourceNotFound> => {
    const stored = state.resources.get(id);
    return stored?.resourceType === resourceType
      ? Result.succeed(stored)
      : Result.fail(new ResourceNotFound({ resourceType, id }));
  };
  const commit = (plan: Plan) => {
    apply(state, plan.commit);
    return plan.outcome;
  };

  return {
    read: (target, memberships) =>
      whileOpen(() =>
        Result.map(find(target), (stored) =>
          memberships ? withMemberships(state, typeOf(target.resourceType), stored) : shown(stored),
        ),
      ),
    list: (query) => whileOpen(() => Result.succeed(page(state, typeOf(query.resourceType), query))),
    walk: (query) => whileOpen(() => Result.succeed(walk(state, query))),
    walkMembers: (query) => whileOpen(() => Result.succeed(walkMembers(state, query))),
    create: (target, write) =>
      whileOpen(() => {
        if (state.resources.has(target.id)) throw new TypeError(`Id ${target.id} was issued twice`);
        const before = newResource(target, write.at);
        return Result.map(planWrite(state, schema, { before, write }), commit);
      }),
    change: (target, decide) =>
      whileOpen(() =>
        Result.gen(function* () {
          const before = yield* find(target);
          const decision = yield* decide(shown(before), before.mappingVersion ?? 0);
          if (decision.kind === 'delete') return commit(planDeletion(state, before, decision));
          if (decision.kind === 'retell') return commit(planRetelling(before, decision));
          return commit(yield* planWrite(state, schema, { before, write: decision }));
        }),
      ),
    behindMapping: (version, limit) =>
      whileOpen(() => {
        const behind = resourcesOfType(state, 'User').filter(({ mappingVersion = 0 }) => mappingVersion < version);
        return Result.succeed(behind.slice(0, limit).map(({ id }) => id));
      }),
    refresh: (step) => whileOpen(() => Result.succeed(refresh(state, schema, step))),
  };
};
