// From what is to be written to a commit and its outcome, or to the failure that prevents it. Pure: the state is only read.
import type { Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable, Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Decision, MembershipFailure, ResourceWrite, WriteOutcome } from '@looop-scim/provisioning/ports';
import {
  deletionOutcome,
  isRewritten,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  outdatedBy,
  retellOutcome,
  taken,
  type BoundSchema,
} from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import {
  groupsOf,
  keyText,
  referencesTo,
  shown,
  type Commit,
  type DirectoryState,
  type StoredResource,
} from './directory-state.ts';
import { frozenCopy } from './frozen-copy.ts';
import { changeMembers } from './memberships.ts';

/** A commit that can no longer fail, and the outcome for its caller. */
export interface Plan {
  readonly commit: Commit;
  readonly outcome: WriteOutcome;
}

/** How a write can fail, once it is decided. */
export type WriteFailure = Uniqueness | MembershipFailure;

const checkKeys = (
  state: DirectoryState,
  { resourceType, id }: Pick<StoredResource, 'resourceType' | 'id'>,
  { uniqueKeys }: ResourceWrite,
): Result.Result<void, Uniqueness> => {
  for (const key of uniqueKeys) {
    const holderId = state.keyHolders.get(keyText(resourceType, key)) ?? id;
    if (holderId === id) continue;
    return Result.fail(taken(resourceType, key, state.resources.get(holderId)));
  }
  return Result.void;
};

/** A resource with its memberships: members of a group, groups of a member. */
export const withMemberships = (state: DirectoryState, type: ResourceType, stored: StoredResource): Resource => {
  const { membership } = type.definition;
  if (membership === undefined) return shown(stored);
  const ids = membership.side === 'group' ? stored.members : groupsOf(state, stored.id).map(({ id }) => id);
  return { ...shown(stored), memberships: referencesTo(state, ids) };
};

/** By which mapping set a user was told of last: a write that changes nothing tells nothing. */
const toldBy = (before: StoredResource, write: ResourceWrite, { changed }: WriteOutcome) => {
  const { mappingVersion = before.mappingVersion } = changed ? write : before;
  return mappingVersion === undefined ? {} : { mappingVersion };
};

/** Plans the write of a resource: `before` is its stored state, or one of version 0 when it is created. */
export const planWrite = (
  state: DirectoryState,
  schema: BoundSchema,
  { before, write }: { readonly before: StoredResource; readonly write: ResourceWrite },
): Result.Result<Plan, WriteFailure | StorageUnavailable> =>
  Result.gen(function* () {
    const type = schema.typeOf(before.resourceType);
    const outdated = isRewritten(before, write) ? outdatedBy(schema, before.schemaVersion) : undefined;
    if (outdated !== undefined) return yield* Result.fail(outdated);
    yield* checkKeys(state, before, write);
    const change = yield* changeMembers(state, { type, group: before }, write);
    const decided = outcomeOf(shown(before), write, change);
    const after: StoredResource = {
      ...decided.resource,
      document: frozenCopy(decided.resource.document),
      schemaVersion: isRewritten(before, write) ? schema.version : before.schemaVersion,
      uniqueKeys: frozenCopy(write.uniqueKeys),
      ...toldBy(before, write, decided),
      members: new Set(change.members.keys()),
    };
    const outcome: WriteOutcome = {
      ...decided,
      resource: write.withMemberships ? withMemberships(state, type, after) : shown(after),
    };
    return { commit: { puts: [after], ...write.describe(outcome) }, outcome };
  });

/** Plans the deletion of a resource: groups that lose it as a member get a new version. */
export const planDeletion = (
  state: DirectoryState,
  stored: StoredResource,
  { at, erases, describe }: Extract<Decision, { readonly kind: 'delete' }>,
): Plan => {
  const outcome = deletionOutcome(shown(stored));
  const puts = groupsOf(state, stored.id).map((group) => {
    const loss = { ...NO_MEMBERSHIP_CHANGE, removed: [stored.id] };
    const { version, lastModified } = outcomeOf(shown(group), { at, document: group.document }, loss).resource;
    return { ...group, version, lastModified, members: group.members.difference(new Set([stored.id])) };
  });
  return { commit: { puts, removed: stored, erases, ...describe(outcome) }, outcome };
};

/** Plans telling of a user by another mapping set. */
export const planRetelling = (
  stored: StoredResource,
  { mappingVersion, events }: Extract<Decision, { readonly kind: 'retell' }>,
): Plan => ({ commit: { puts: [{ ...stored, mappingVersion }], events }, outcome: retellOutcome(shown(stored)) });
