// What a write makes of the members of a group. Pure: the state is only read.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { displayOf } from '@looop-scim/provisioning';
import { MembershipCycle, type MembershipFailure, type ResourceWrite } from '@looop-scim/provisioning/ports';
import { applyMembershipSteps, namedMembers, type MembersAfter } from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import { isKnownMember, referencesTo, type DirectoryState, type StoredResource } from './directory-state.ts';

const keyed = (references: readonly MembershipReference[]) =>
  new Map(references.map((reference) => [reference.id, reference]));

/** Whether the group can be reached from the member through members of groups. */
const reaches = (state: DirectoryState, memberId: string, groupId: string): boolean => {
  const seen = new Set<string>();
  const open = [memberId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === groupId) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(state.resources.get(id)?.members ?? []));
  }
  return false;
};

/**
 * Applies the steps of a write to the members of `group`, as it was before. Cycles are looked for in the outcome, not between
 * steps. Fails: `UnknownMembers` (all of them, when they are to be refused); `MembershipCycle`.
 */
export const changeMembers = (
  state: DirectoryState,
  { type, group }: { readonly type: ResourceType; readonly group: StoredResource },
  write: Pick<ResourceWrite, 'document' | 'memberships' | 'unknownMembers'>,
): Result.Result<MembersAfter, MembershipFailure> => {
  const known = namedMembers(write.memberships).filter((id) => isKnownMember(state, id));
  const display = displayOf(write.document);
  // A resource that is being created counts as known: a group that contains itself is a cycle, not an unknown member.
  const itself = { id: group.id, resourceType: type.name, ...(display !== undefined && { display }) };
  const before = {
    current: keyed(referencesTo(state, group.members)),
    known: keyed([...referencesTo(state, known), itself]),
  };
  return Result.flatMap(
    applyMembershipSteps(type, before, write),
    (after): Result.Result<MembersAfter, MembershipFailure> => {
      const cyclic = after.added.find((memberId) => reaches(state, memberId, group.id));
      return cyclic === undefined ? Result.succeed(after) : Result.fail(new MembershipCycle({ memberId: cyclic }));
    },
  );
};
