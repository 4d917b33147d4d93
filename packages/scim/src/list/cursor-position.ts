// Paging by cursor (RFC 9865): where a page ended, and which resources come after that. Both are said in terms of
// values, never of places, so that nothing is skipped or repeated when resources before come or go.
import type { Complex, Scalar } from '../attribute/value.ts';
import type { BoundFilter, BoundOperator } from '../filter/bound-filter.ts';
import { combine, constant, negate } from '../filter/combine-bound.ts';
import { decideByType } from '../filter/decide-by-type.ts';
import { multiValuedAncestor, type AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { sortValue, type SortOrder } from './sort.ts';

/** The position of a cursor: the last resource of a page. */
export interface CursorPosition {
  readonly id: string;
  /** What the resource is sorted by, in comparable form; absent when nothing is sorted by or it has no value. */
  readonly key?: Scalar;
}

/**
 * Whether cursors can follow the order: one value a resource, of a type that has an order in filters. The order of a list by
 * its primary value cannot be said as a filter.
 */
export const supportsCursor = ({ attribute }: SortOrder): boolean =>
  multiValuedAncestor(attribute) === undefined && attribute.definition.type !== 'binary';

/** The position at a resource, given its full representation. */
export const positionOf = (sort: SortOrder | undefined, representation: Complex): CursorPosition => {
  const id = String(representation['id']);
  const key = sort === undefined ? undefined : sortValue(sort.attribute, representation);
  return { id, ...(key !== undefined && { key }) };
};

const compare = (attribute: AttributeNode, operator: BoundOperator, value: Scalar): BoundFilter => ({
  kind: 'compare',
  attribute,
  operator,
  value,
});

/** Resources whose value comes strictly after the key. Booleans have no order in filters: there is one value after false. */
const beyond = ({ attribute, descending }: SortOrder, key: Scalar): BoundFilter => {
  if (typeof key !== 'boolean') return compare(attribute, descending ? 'lt' : 'gt', key);
  return key === descending ? compare(attribute, 'eq', !descending) : constant(false);
};

/** Without a value last when ascending, first when descending. */
const afterKey = (
  sort: SortOrder,
  { key }: CursorPosition,
  sameKeyLater: (same: BoundFilter) => BoundFilter,
): BoundFilter => {
  const assigned: BoundFilter = { kind: 'present', attribute: sort.attribute };
  const unassigned = negate(assigned);
  if (key === undefined) return combine('or', [sameKeyLater(unassigned), sort.descending ? assigned : constant(false)]);
  const later = [beyond(sort, key), sameKeyLater(compare(sort.attribute, 'eq', key))];
  return combine('or', sort.descending ? later : [...later, unassigned]);
};

/**
 * The filter of the resources that come after a position in the order of `compareBySort`, or of ids where nothing is sorted
 * by. The order must support cursors. RFC 9865 section 2.
 */
export const filterAfter = (type: ResourceType, sort: SortOrder | undefined, position: CursorPosition): BoundFilter => {
  const id = type.attributes.get('id');
  if (id === undefined) return constant(false);
  const laterId = compare(id, 'gt', position.id);
  if (sort === undefined) return laterId;
  const after = afterKey(sort, position, (same) => combine('and', [same, laterId]));
  return decideByType(type, after);
};
