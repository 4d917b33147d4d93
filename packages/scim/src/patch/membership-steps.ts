// Operations on the members of a group as steps for the store (RFC 7644 section 3.5.2): the members themselves are never read.
import * as Result from 'effect/Result';
import { Mutability } from '../errors.ts';
import type { BoundFilter } from '../filter/bound-filter.ts';
import type { MembershipStep } from '../write/membership-step.ts';
import { membersOf, readNamedMembers, type NamedMember, type ReadMembers } from '../read/read-members.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { PatchFailure } from './patch-failure.ts';
import type { PatchPath, Selection } from './patch-path.ts';
import type { PatchAction } from './patch-value.ts';
import { visit, type PatchContext } from './patch-context.ts';

/** The ids that a filter of nothing but `value eq` and `or` names; undefined for any other filter. */
const idsOf = (filter: BoundFilter): readonly string[] | undefined => {
  if (filter.kind === 'compare') {
    const named = filter.operator === 'eq' && filter.attribute.definition.name === 'value';
    return named ? [String(filter.value)] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const ids: string[] = [];
  for (const operand of filter.operands) {
    const more = idsOf(operand);
    if (more === undefined) return undefined;
    ids.push(...more);
  }
  return ids;
};

/** Whether only looking at every member can tell which ones a filter selects: it does not say whose id they have. */
const looksAtAll = (filter: BoundFilter): boolean => {
  switch (filter.kind) {
    case 'compare':
      return idsOf(filter) === undefined;
    case 'and':
      return filter.operands.every(looksAtAll);
    case 'or':
      return filter.operands.some(looksAtAll);
    default:
      return true;
  }
};

/** How many members a group is taken to have when filters look at all of them: how many it has, only the store knows. */
const ASSUMED_MEMBERS = 5000;

/** Counts what a filter on members costs; one that names ids costs what it selects. */
const visitMembers = (context: PatchContext, { length }: PatchPath, filter: BoundFilter) =>
  looksAtAll(filter) ? visit(context, ASSUMED_MEMBERS * Math.ceil(length / 32)) : Result.void;

const removalOf = (filter: BoundFilter): MembershipStep => {
  const ids = idsOf(filter);
  return ids === undefined ? { kind: 'removeWhere', filter } : { kind: 'remove', ids: [...new Set(ids)] };
};

/** The resource type that a client calls so, in any case; the name as sent when there is none. */
const typeNamed = (members: AttributeNode, name: string | undefined): string | undefined => {
  const known = members.children.get('type')?.definition.canonicalValues ?? [];
  return known.find((type) => type.toLowerCase() === name?.toLowerCase()) ?? name;
};

/** The removal of listed members: one that is listed with a type goes only if it is of that type (decision 0002). */
const removalsOf = (members: AttributeNode, named: readonly NamedMember[]): readonly MembershipStep[] => {
  const byType = Map.groupBy(named, ({ type }) => typeNamed(members, type));
  return [...byType].map(([ofType, listed]): MembershipStep => {
    const { ids } = membersOf(listed);
    return ofType === undefined ? { kind: 'remove', ids } : { kind: 'remove', ids, ofType };
  });
};

const selectedSteps = (
  context: PatchContext,
  path: PatchPath,
  { filter, subAttribute }: Selection,
  { op }: PatchAction,
): Result.Result<readonly MembershipStep[], PatchFailure> => {
  const { path: attribute } = subAttribute ?? path.attribute;
  if (subAttribute !== undefined || op !== 'remove') {
    const reason = 'is immutable; members are added and removed as a whole';
    return Result.fail(new Mutability({ attribute, reason }));
  }
  return Result.map(visitMembers(context, path, filter), () => [removalOf(filter)]);
};

/** What an operation on the members of a group comes to. */
interface MembershipChange extends Pick<ReadMembers, 'mustExist'> {
  readonly steps: readonly MembershipStep[];
}

const certain = (steps: readonly MembershipStep[]): MembershipChange => ({ steps, mustExist: false });

/**
 * The steps that an operation on the members of a group comes to. A remove with a value removes the members it lists; one
 * that selects members by nothing but their ids becomes a plain removal.
 * Fails: `Mutability` for a sub-attribute of members, and for add or replace with a filter; `InvalidValue`;
 * `PayloadTooLarge` for more filters on all members than one request may have.
 * RFC 7644 section 3.5.2, RFC 7643 section 4.2.
 */
export const membershipSteps = (
  context: PatchContext,
  path: PatchPath,
  action: PatchAction,
): Result.Result<MembershipChange, PatchFailure> => {
  if (path.selection !== undefined) return Result.map(selectedSteps(context, path, path.selection, action), certain);
  const { op, value } = action;
  if (op === 'remove' && value === undefined) return Result.succeed(certain([{ kind: 'replace', ids: [] }]));
  const options = { single: op !== 'replace' };
  return Result.map(readNamedMembers(context, path.attribute, value, options), (named): MembershipChange => {
    if (op === 'remove') return certain(removalsOf(path.attribute, named));
    const { ids, mustExist } = membersOf(named);
    return { steps: [{ kind: op, ids }], mustExist };
  });
};

interface Segment {
  /** Whether the members before are all gone, so that `added` is all there is. */
  replaced: boolean;
  readonly added: Set<string>;
  readonly removed: Set<string>;
}

const stepsOf = ({ replaced, added, removed }: Segment): readonly MembershipStep[] => {
  if (replaced) return [{ kind: 'replace', ids: [...added] }];
  const steps: MembershipStep[] = [];
  if (removed.size > 0) steps.push({ kind: 'remove', ids: [...removed] });
  if (added.size > 0) steps.push({ kind: 'add', ids: [...added] });
  return steps;
};

type Conditional = Extract<MembershipStep, { readonly kind: 'remove' | 'removeWhere' }>;

/** Whether what a step removes depends on more than ids, so that only the store can tell. */
const isConditional = (step: MembershipStep): step is Conditional =>
  step.kind === 'removeWhere' || (step.kind === 'remove' && step.ofType !== undefined);

/** Enters a step that is not conditional. */
const enter = (segment: Segment, step: Exclude<MembershipStep, { readonly kind: 'removeWhere' }>): void => {
  if (step.kind === 'replace') {
    segment.replaced = true;
    segment.added.clear();
  }
  const [to, from] = step.kind === 'remove' ? [segment.removed, segment.added] : [segment.added, segment.removed];
  for (const id of step.ids) {
    from.delete(id);
    to.add(id);
  }
};

/**
 * The shortest steps with the same outcome, whatever the members before: between filters at most one removal and one addition
 * of different members, or one replacement. Linear in the ids.
 */
export const joinSteps = (steps: readonly MembershipStep[]): readonly MembershipStep[] => {
  let joined: MembershipStep[] = [];
  let segment: Segment = { replaced: false, added: new Set(), removed: new Set() };
  for (const step of steps) {
    if (isConditional(step)) {
      joined.push(...stepsOf(segment), step);
      segment = { replaced: false, added: new Set(), removed: new Set() };
      continue;
    }
    // Nothing before a replacement matters.
    if (step.kind === 'replace') joined = [];
    enter(segment, step);
  }
  return [...joined, ...stepsOf(segment)];
};
