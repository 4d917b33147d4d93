// What a bound filter means. Stores compile filters to queries of their own; this is what they must agree with.
import { comparable, compareScalars } from '../attribute/compare.ts';
import { isComplex, isList, type Complex, type Element, type Scalar, type Value } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { AttributeDefinition } from '../schema/characteristics.ts';
import type { BoundFilter, BoundOperator } from './bound-filter.ts';

interface Comparison {
  readonly definition: AttributeDefinition;
  readonly operator: BoundOperator;
  /** In comparable form. */
  readonly value: Scalar;
}

const matchesText = (operator: BoundOperator, left: string, right: string): boolean => {
  if (operator === 'co') return left.includes(right);
  return operator === 'sw' ? left.startsWith(right) : left.endsWith(right);
};

const compares = ({ definition, operator, value }: Comparison, stored: Scalar): boolean => {
  const left = comparable(definition, stored);
  if (operator === 'eq') return left === value;
  // Values of different kinds have no order.
  if (typeof left !== typeof value) return false;
  switch (operator) {
    case 'gt':
      return compareScalars(left, value) > 0;
    case 'ge':
      return compareScalars(left, value) >= 0;
    case 'lt':
      return compareScalars(left, value) < 0;
    case 'le':
      return compareScalars(left, value) <= 0;
    default:
      return matchesText(operator, String(left), String(value));
  }
};

/** Whether a value is assigned: null, empty lists and complex values without any assigned one are not. RFC 7643 section 2.5. */
const isAssigned = (value: Value | null): boolean => {
  if (value === null) return false;
  if (isList(value)) return value.some(isAssigned);
  return !isComplex(value) || Object.values(value).some(isAssigned);
};

/** Whether any value at the keys from `depth` on passes the test; lists on the way are entered. */
const anyAt = (
  value: Value | null,
  keys: readonly string[],
  depth: number,
  test: (value: Element) => boolean,
): boolean => {
  if (value === null) return false;
  if (isList(value)) return value.some((element) => anyAt(element, keys, depth, test));
  const key = keys[depth];
  if (key === undefined) return test(value);
  return isComplex(value) && Object.hasOwn(value, key) && anyAt(value[key] ?? null, keys, depth + 1, test);
};

/** Whether the filter holds for `root`, which stands at the first `depth` keys of every node in the filter. */
const holds = (filter: BoundFilter, root: Element, depth: number): boolean => {
  switch (filter.kind) {
    case 'constant':
      return filter.value;
    case 'not':
      return !holds(filter.operand, root, depth);
    case 'and':
      return filter.operands.every((operand) => holds(operand, root, depth));
    case 'or':
      return filter.operands.some((operand) => holds(operand, root, depth));
    case 'present':
      return anyAt(root, filter.attribute.keys, depth, isAssigned);
    case 'element': {
      const { keys } = filter.attribute;
      return anyAt(root, keys, depth, (element) => holds(filter.filter, element, keys.length));
    }
    case 'compare': {
      const { operator, value } = filter;
      const { definition, keys } = filter.attribute;
      return anyAt(
        root,
        keys,
        depth,
        (stored) => !isComplex(stored) && compares({ definition, operator, value }, stored),
      );
    }
  }
};

/**
 * Whether a bound filter holds for a representation in canonical spelling (with id, meta, schemas and memberships, if the
 * filter names them). A comparison or presence holds when any value of the attribute fulfils it; an attribute without a
 * value fulfils none, so `primary eq false` does not match where primary is absent. Never throws.
 * RFC 7644 section 3.4.2.2.
 */
export const evaluateFilter = (filter: BoundFilter, representation: Complex): boolean =>
  holds(filter, representation, 0);

/**
 * Whether a filter bound by `bindElementFilter` holds for one element of the attribute. Never throws.
 * RFC 7644 section 3.5.2, Figure 7.
 */
export const evaluateElementFilter = (filter: BoundFilter, attribute: AttributeNode, element: Element): boolean =>
  holds(filter, element, attribute.keys.length);
