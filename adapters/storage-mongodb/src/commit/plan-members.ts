// What membership steps make of the members of a group, on those members that matter. Pure.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import { evaluateFilter, type BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import { UnknownMembers, type ResourceWrite } from '@looop-scim/provisioning';
import * as Result from 'effect/Result';

/** References by id. */
export type Members = ReadonlyMap<string, MembershipReference>;

/** What the steps are applied to. */
export interface MembersBefore {
  /** All members of the group, or, when steps name every id they mean, those of the members that are named. */
  readonly current: Members;
  /** Users and groups among the ids that the steps name; the group itself included if it is named. */
  readonly known: Members;
}

/** The members after the steps, as far as they were given, and what changed, all in all. */
export interface MembersAfter {
  readonly members: Members;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly unknown: readonly string[];
}

/** Ids that steps want to be members. */
export const namedIds = (steps: readonly MembershipStep[]): readonly string[] => [
  ...new Set(steps.flatMap((step) => (step.kind === 'removeWhere' ? [] : step.ids))),
];

/** Whether the steps mean members that they do not name. */
export const meansOthers = (steps: readonly MembershipStep[]): boolean =>
  steps.some(({ kind }) => kind === 'removeWhere' || kind === 'replace');

/** Whether the element of a member fulfils a filter. */
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

const stepped = (type: ResourceType, members: Members, known: Members, step: MembershipStep): Members => {
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

/** Applies the steps in order. Fails: `UnknownMembers`, all of them, when they are to be refused. */
export const planMembers = (
  type: ResourceType,
  { current, known }: MembersBefore,
  { memberships, unknownMembers }: Pick<ResourceWrite, 'memberships' | 'unknownMembers'>,
): Result.Result<MembersAfter, UnknownMembers> => {
  const wanted = memberships.flatMap((step) => (step.kind === 'add' || step.kind === 'replace' ? step.ids : []));
  const unknown = [...new Set(wanted)].filter((id) => !known.has(id));
  if (unknown.length > 0 && unknownMembers === 'refuse') return Result.fail(new UnknownMembers({ ids: unknown }));
  let members = current;
  for (const step of memberships) members = stepped(type, members, known, step);
  return Result.succeed({
    members,
    added: [...members.keys()].filter((id) => !current.has(id)),
    removed: [...current.keys()].filter((id) => !members.has(id)),
    unknown,
  });
};
