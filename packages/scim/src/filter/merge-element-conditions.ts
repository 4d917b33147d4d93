// Conditions on the elements of one list, brought together: a store then looks at the list once and not once for each condition.
import { multiValuedAncestor, type AttributeNode } from '../schema/attribute-node.ts';
import type { BoundFilter } from './bound-filter.ts';
import { combine, negate } from './combine-bound.ts';

/** A condition as a filter on one element of `list`: it holds when some element fulfils the filter. */
interface OnElement {
  readonly list: AttributeNode;
  readonly filter: BoundFilter;
}

/** The condition as one on an element; undefined for lists within lists, and for everything that is not about an element. */
const onElement = (condition: BoundFilter): OnElement | undefined => {
  if (condition.kind !== 'compare' && condition.kind !== 'present' && condition.kind !== 'element') return undefined;
  const list = multiValuedAncestor(condition.attribute);
  if (list === undefined || (list.parent !== undefined && multiValuedAncestor(list.parent) !== undefined)) {
    return undefined;
  }
  if (condition.kind === 'compare') return { list, filter: condition };
  if (condition.kind === 'element')
    return condition.attribute === list ? { list, filter: condition.filter } : undefined;
  return condition.attribute === list ? undefined : { list, filter: condition };
};

/** The operands with those brought together that are about elements of the same list; `wrap` makes an operand of a condition. */
const mergeOperands = (
  operands: readonly BoundFilter[],
  elementOf: (operand: BoundFilter) => OnElement | undefined,
  wrap: (condition: BoundFilter) => BoundFilter,
): readonly BoundFilter[] => {
  const elements = operands.map(elementOf);
  const byList = Map.groupBy(
    elements.filter((element) => element !== undefined),
    ({ list }) => list,
  );
  return operands.flatMap((operand, index): readonly BoundFilter[] => {
    const element = elements[index];
    const [first, ...others] = element === undefined ? [] : (byList.get(element.list) ?? []);
    if (element === undefined || first === undefined || others.length === 0) return [operand];
    if (element !== first) return [];
    const filter = combine(
      'or',
      [first, ...others].map((each) => each.filter),
    );
    return [wrap({ kind: 'element', attribute: first.list, filter })];
  });
};

const itself = (condition: BoundFilter): BoundFilter => condition;
const negated = (operand: BoundFilter) => (operand.kind === 'not' ? onElement(operand.operand) : undefined);

/**
 * An equivalent filter in which alternatives about the elements of one list are one condition: `a.x co "1" or a.y co "2"` becomes
 * `a[x co "1" or y co "2"]`, and `not (...) and not (...)` becomes `not (a[... or ...])`. What has to hold of possibly different
 * elements stays apart. For bound filters as `bindFilter` makes them. RFC 7644 section 3.4.2.2.
 */
export const mergeElementConditions = (filter: BoundFilter): BoundFilter => {
  switch (filter.kind) {
    case 'not':
      return negate(mergeElementConditions(filter.operand));
    case 'or': {
      // Operands that have become alternatives themselves are brought together with the others.
      const joined = combine('or', filter.operands.map(mergeElementConditions));
      return joined.kind === 'or' ? combine('or', mergeOperands(joined.operands, onElement, itself)) : joined;
    }
    case 'and': {
      const joined = combine('and', filter.operands.map(mergeElementConditions));
      return joined.kind === 'and' ? combine('and', mergeOperands(joined.operands, negated, negate)) : joined;
    }
    default:
      return filter;
  }
};
