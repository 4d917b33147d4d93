// What membership steps make of the members of a group. Pure, on those members that matter: a storage that reads only the members
// that the steps name gets the same answer as one that reads all.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import { evaluateFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import * as Result from 'effect/Result';
import { UnknownMembers, type ResourceWrite } from '../ports/outbound/resource-repository.ts';
import type { MembershipChange } from './write-outcome.ts';

/** References by id. */
export type Members = ReadonlyMap<string, MembershipReference>;

/** What the steps are applied to. */
export interface MembersBefore {
  /** All members of the group; the members among the named ids suffice unless `selectsUnnamedMembers`. */
  readonly current: Members;
  /** Users and groups among the ids that the steps name; the group itself included. */
  readonly known: Members;
}

/** The members after the steps, as far as `current` told them, and what changed. */
export interface MembersAfter extends MembershipChange {
  readonly members: Members;
}

const idsOf = (references: readonly MembershipReference[]): readonly string[] => references.map(({ id }) => id);

/** The ids that the steps name, each once. */
export const namedMembers = (steps: readonly MembershipStep[]): readonly string[] => [
  ...new Set(steps.flatMap((step) => (step.kind === 'removeWhere' ? [] : step.ids))),
];

/** Whether the steps concern members that they do not name, so that all members have to be read. */
export const selectsUnnamedMembers = (steps: readonly MembershipStep[]): boolean =>
  steps.some(({ kind }) => kind === 'removeWhere' || kind === 'replace');

/** Whether the element of `members` that stands for a member fulfils a filter. */
const fulfils = (
  type: ResourceType,
  filter: BoundFilter,
  { id, resourceType, display }: MembershipReference,
): boolean => {
  const { membership } = type;
  if (membership === undefined) return false;
  const member = { value: id, type: resourceType, ...(display !== undefined && { display }) };
  return evaluateFilter({ kind: 'element', attribute: membership, filter }, { [membership.definition.name]: [member] });
};

const applyStep = (type: ResourceType, members: Members, known: Members, step: MembershipStep): Members => {
  if (step.kind === 'removeWhere') {
    return new Map([...members].filter(([, reference]) => !fulfils(type, step.filter, reference)));
  }
  const next = new Map(step.kind === 'replace' ? [] : members);
  for (const id of step.ids) {
    const reference = known.get(id);
    if (step.kind === 'remove') {
      if (step.ofType === undefined || next.get(id)?.resourceType === step.ofType) next.delete(id);
    } else if (reference !== undefined) next.set(id, reference);
  }
  return next;
};

/**
 * Applies the steps in order to the members of a group. Cycles are not looked for.
 * Fails: `UnknownMembers` with all of them, when they are to be refused.
 */
export const applyMembershipSteps = (
  type: ResourceType,
  { current, known }: MembersBefore,
  { memberships, unknownMembers }: Pick<ResourceWrite, 'memberships' | 'unknownMembers'>,
): Result.Result<MembersAfter, UnknownMembers> => {
  const wanted = memberships.flatMap((step) => (step.kind === 'add' || step.kind === 'replace' ? step.ids : []));
  const unknown = [...new Set(wanted)].filter((id) => !known.has(id));
  if (unknown.length > 0 && unknownMembers === 'refuse') return Result.fail(new UnknownMembers({ ids: unknown }));
  let members = current;
  for (const step of memberships) members = applyStep(type, members, known, step);
  const added = [...members.values()].filter(({ id }) => !current.has(id));
  const removed = [...current.values()].filter(({ id }) => !members.has(id));
  return Result.succeed({
    members,
    added: idsOf(added),
    removed: idsOf(removed),
    unknown,
    nested: idsOf([...added, ...removed].filter(({ resourceType }) => resourceType === type.name)),
  });
};
