// What membership steps make of the members of a group. Pure: the state is only read.
import type { Complex } from '@looop-scim/scim/attribute';
import { evaluateFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import { MembershipCycle, UnknownMembers, type MembershipFailure, type ResourceWrite } from '@looop-scim/provisioning';
import * as Result from 'effect/Result';
import { isKnownMember, referencesTo, type DirectoryState, type StoredResource } from './directory-state.ts';

/** The members after a write, and what the write added, removed and left out. */
export interface MembershipChange {
  readonly members: ReadonlySet<string>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly unknown: readonly string[];
}

/** The group that is written, with the document that it is going to have; it has no members when it is created. */
export interface MembershipTarget {
  readonly type: ResourceType;
  readonly group: StoredResource;
}

/** Ids among `members` whose element fulfils the filter. */
const matching = (state: DirectoryState, { type, group }: MembershipTarget, filter: BoundFilter): readonly string[] => {
  const { membership } = type;
  if (membership === undefined) return [];
  const resources = new Map(state.resources).set(group.id, group);
  const element: BoundFilter = { kind: 'element', attribute: membership, filter };
  const holds = (member: Complex): boolean => evaluateFilter(element, { [membership.definition.name]: [member] });
  return referencesTo({ ...state, resources }, group.members)
    .filter(({ id, resourceType, display }) =>
      holds({ value: id, type: resourceType, ...(display !== undefined && { display }) }),
    )
    .map(({ id }) => id);
};

const stepped = (state: DirectoryState, target: MembershipTarget, step: MembershipStep): ReadonlySet<string> => {
  const { id: groupId, members } = target.group;
  if (step.kind === 'removeWhere') return members.difference(new Set(matching(state, target, step.filter)));
  if (step.kind === 'remove') {
    const { ids, ofType } = step;
    const isMeant = (id: string): boolean => ofType === undefined || state.resources.get(id)?.resourceType === ofType;
    return members.difference(new Set(ids.filter(isMeant)));
  }
  // A resource that is being created is known to itself: a group in itself is a cycle, no unknown member.
  const known = new Set(step.ids.filter((id) => id === groupId || isKnownMember(state, id)));
  return step.kind === 'add' ? members.union(known) : known;
};

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

const unknownIn = (state: DirectoryState, id: string, steps: readonly MembershipStep[]): readonly string[] => {
  const named = steps.flatMap((step) => (step.kind === 'add' || step.kind === 'replace' ? step.ids : []));
  return [...new Set(named)].filter((member) => member !== id && !isKnownMember(state, member));
};

/**
 * Applies the steps in order. Cycles are looked for in the outcome, not between steps.
 * Fails: `UnknownMembers` (all of them, when they are to be refused); `MembershipCycle`.
 */
export const changeMembers = (
  state: DirectoryState,
  target: MembershipTarget,
  { memberships, unknownMembers }: Pick<ResourceWrite, 'memberships' | 'unknownMembers'>,
): Result.Result<MembershipChange, MembershipFailure> => {
  const { type, group } = target;
  const unknown = unknownIn(state, group.id, memberships);
  if (unknown.length > 0 && unknownMembers === 'refuse') return Result.fail(new UnknownMembers({ ids: unknown }));
  let { members } = group;
  for (const step of memberships) members = stepped(state, { type, group: { ...group, members } }, step);
  const added = [...members.difference(group.members)];
  const cyclic = added.find((memberId) => reaches(state, memberId, group.id));
  if (cyclic !== undefined) return Result.fail(new MembershipCycle({ memberId: cyclic }));
  return Result.succeed({ members, added, removed: [...group.members.difference(members)], unknown });
};
