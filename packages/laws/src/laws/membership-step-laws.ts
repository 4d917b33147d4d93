// Laws of PATCH on the members of a group: steps for the store have the outcome of the operations (RFC 7644 section 3.5.2).
import { ok } from 'node:assert';
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { bindElementFilter, evaluateFilter, parseFilter } from '@looop-scim/scim/filter';
import { interopPolicy } from '@looop-scim/scim/interop';
import { applyPatch, joinSteps, type PatchOperation } from '@looop-scim/scim/patch';
import { standardRegistry, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import { law, type Law } from '../law.ts';
import { same } from './patch-case.ts';

const groupType = (): { readonly type: ResourceType; readonly members: AttributeNode } => {
  const type = standardRegistry.resourceType('Group');
  if (type?.membership === undefined) throw new TypeError('the standard registry has no groups');
  return { type, members: type.membership };
};
const { type: group, members } = groupType();

const IDS = ['a', 'b', 'c', 'd', 'aa', 'ab'];
const ids = fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 4 });

const selects = (filter: string, id: string): boolean => {
  const bound = Result.getOrThrow(Result.flatMap(parseFilter(filter), (parsed) => bindElementFilter(members, parsed)));
  return evaluateFilter({ kind: 'element', attribute: members, filter: bound }, { members: [{ value: id }] });
};

/** What the steps make of a set of members. */
const outcomeOf = (steps: readonly MembershipStep[], before: ReadonlySet<string>): ReadonlySet<string> => {
  let now = new Set(before);
  for (const step of steps) {
    if (step.kind === 'removeWhere') {
      const { filter } = step;
      const held = (id: string) =>
        evaluateFilter({ kind: 'element', attribute: members, filter }, { members: [{ value: id }] });
      now = new Set([...now].filter((id) => !held(id)));
      continue;
    }
    if (step.kind === 'replace') now = new Set();
    for (const id of step.ids) {
      if (step.kind === 'remove') now.delete(id);
      else now.add(id);
    }
  }
  return now;
};

interface Case {
  readonly operation: PatchOperation;
  /** What the operation makes of a set of members, said again in the plainest way. */
  readonly meaning: (before: ReadonlySet<string>) => ReadonlySet<string>;
}

const listed = (chosen: readonly string[]) => chosen.map((value) => ({ value, display: 'x' }));

const filters = fc.oneof(
  fc.constantFrom(...IDS).map((id) => `value eq "${id}"`),
  fc
    .tuple(fc.constantFrom(...IDS), fc.constantFrom('or', 'and'), fc.constantFrom(...IDS))
    .map(([one, word, other]) => `value eq "${one}" ${word} value eq "${other}"`),
  fc.constantFrom('value sw "a"', 'value ne "a"', 'value pr', 'not (value pr)', 'value sw "a" and value ew "b"'),
);

const cases: fc.Arbitrary<Case> = fc.oneof(
  ids.map((chosen): Case => ({
    operation: { op: 'add', path: 'members', value: listed(chosen) },
    meaning: (before) => new Set([...before, ...chosen]),
  })),
  ids.map((chosen): Case => ({
    operation: { op: 'remove', path: 'members', value: listed(chosen) },
    meaning: (before) => new Set([...before].filter((id) => !chosen.includes(id))),
  })),
  ids.map((chosen): Case => ({
    operation: { op: 'replace', value: { members: listed(chosen) } },
    meaning: () => new Set(chosen),
  })),
  fc.constant<Case>({ operation: { op: 'remove', path: 'members' }, meaning: () => new Set() }),
  filters.map((filter): Case => ({
    operation: { op: 'remove', path: `members[${filter}]` },
    meaning: (before) => new Set([...before].filter((id) => !selects(filter, id))),
  })),
);

const sorted = (set: ReadonlySet<string>): readonly string[] => [...set].toSorted();

const sequences = fc.tuple(fc.array(cases, { minLength: 1, maxLength: 8 }), ids);

/** Laws of the steps that operations on members come to. */
export const membershipStepLaws: readonly Law[] = [
  law(
    'the steps for the store = the operations one after the other, whatever the members before',
    fc.property(sequences, ([chosen, before]) => {
      const operations = chosen.map(({ operation }) => operation);
      const { memberships } = Result.getOrThrow(
        applyPatch(group, { displayName: 'Coaches' }, operations, interopPolicy),
      );
      const expected = chosen.reduce<ReadonlySet<string>>((now, { meaning }) => meaning(now), new Set(before));
      same(sorted(outcomeOf(memberships, new Set(before))), sorted(expected));
    }),
  ),
  law(
    'a replacement comes first; between two filters there are at most one removal and one addition of other members',
    fc.property(sequences, ([chosen]) => {
      const operations = chosen.map(({ operation }) => operation);
      const { memberships } = Result.getOrThrow(
        applyPatch(group, { displayName: 'Coaches' }, operations, interopPolicy),
      );
      same(joinSteps(memberships), memberships);
      memberships.forEach((step, index) => {
        ok(step.kind !== 'replace' || index === 0, 'what stands before a replacement has no effect');
        const next = memberships[index + 1];
        if (step.kind === 'removeWhere' || next === undefined || next.kind === 'removeWhere') return;
        same([step.kind, next.kind], ['remove', 'add']);
        ok(
          step.ids.every((id) => !next.ids.includes(id)),
          'one member is removed and added',
        );
      });
    }),
  ),
];
