// Laws of what stores do with bound filters before they make queries of them.
import fc from 'fast-check';
import type { Complex } from '@looop-scim/scim/attribute';
import {
  bindElementFilter,
  evaluateFilter,
  foldFilter,
  mergeElementConditions,
  type BoundFilter,
  type FilterConditions,
  type FilterLogic,
} from '@looop-scim/scim/filter';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { law, type Law } from '../law.ts';
import { bindOn, filterCases, same, showBound, typeNamed } from './filter-case.ts';

/** Truth as what a filter is compiled to. */
const TRUTH: FilterLogic<boolean> = {
  constant: (value) => value,
  and: (operands) => operands.every(Boolean),
  or: (operands) => operands.some(Boolean),
  not: (operand) => !operand,
};

const conditionsFrom = (stored: Complex): FilterConditions<boolean> => {
  const holds = (condition: BoundFilter): boolean => evaluateFilter(condition, stored);
  return { compare: holds, present: holds, element: holds };
};

/** The part of the representation that is stored in one place. */
const partOf = (
  typeName: string,
  representation: Complex,
  storedIn: AttributeNode['storedIn'],
): FilterConditions<boolean> => {
  const { attributes } = typeNamed(typeName);
  // `meta` holds attributes of the place, and is itself stored nowhere else.
  const kept = Object.entries(representation).filter(
    ([key]) => attributes.get(key.toLowerCase())?.storedIn === storedIn,
  );
  return conditionsFrom(Object.fromEntries(kept));
};

const folding = law(
  'a filter folded over the places where attributes are stored holds exactly where the filter does',
  fc.property(filterCases, ({ typeName, representation, filters }) => {
    const part = (storedIn: AttributeNode['storedIn']) => partOf(typeName, representation, storedIn);
    const byStorage = { document: part('document'), metadata: part('metadata'), memberships: part('memberships') };
    for (const filter of filters) {
      const bound = bindOn(typeName, filter);
      same(foldFilter(bound, TRUTH, byStorage), evaluateFilter(bound, representation));
    }
  }),
);

/** Conditions on the elements of the lists of a type, each met by some element of the representation. */
const conditionsOn = (typeName: string, representation: Complex): readonly BoundFilter[] =>
  [...typeNamed(typeName).attributes.values()].flatMap((list): readonly BoundFilter[] => {
    const elements = representation[list.keys[0] ?? ''];
    if (!list.definition.multiValued || list.definition.type !== 'complex' || !Array.isArray(elements)) return [];
    return [...list.children.values()].flatMap((attribute): readonly BoundFilter[] => {
      const bound = bindElementFilter(list, { kind: 'present', attribute: attribute.definition.name, position: 0 });
      if (bound._tag === 'Failure') return [];
      const filter = bound.success;
      return [
        filter,
        { kind: 'element', attribute: list, filter },
        { kind: 'element', attribute: list, filter: { kind: 'not', operand: filter } },
      ];
    });
  });

const combinations = filterCases.chain(({ typeName, representation, filters }) => {
  const leaves = [
    ...filters.map((filter) => bindOn(typeName, filter)),
    ...conditionsOn(typeName, representation),
  ].filter(({ kind }) => kind !== 'constant');
  if (leaves.length === 0) return fc.constant({ representation, filter: { kind: 'constant', value: true } as const });
  const { tree } = fc.letrec<{ tree: BoundFilter; leaf: BoundFilter }>((tie) => ({
    leaf: fc.constantFrom(...leaves),
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      tie('tree').map((operand): BoundFilter => ({ kind: 'not', operand })),
      fc
        .record({
          kind: fc.constantFrom<'and' | 'or'>('and', 'or'),
          operands: fc.array(tie('tree'), { minLength: 2, maxLength: 5 }),
        })
        .map((chain): BoundFilter => chain),
    ),
  }));
  return fc.record({ representation: fc.constant(representation), filter: tree });
});

const merging = law(
  'a filter whose conditions on the same list are brought together holds exactly where it did',
  fc.property(combinations, ({ representation, filter }) => {
    const merged = mergeElementConditions(filter);
    same(
      [evaluateFilter(merged, representation), showBound(mergeElementConditions(merged))],
      [evaluateFilter(filter, representation), showBound(merged)],
    );
  }),
);

/** Laws of the compilation of bound filters. RFC 7644 section 3.4.2.2. */
export const filterCompilationLaws: readonly Law[] = [folding, merging];
