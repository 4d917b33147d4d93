// The order of lists (RFC 7644 section 3.4.2.3). Stores sort by themselves; compareBySort is what they must agree with.
import * as Result from 'effect/Result';
import { resolveAttribute } from '../attribute/attribute-path.ts';
import { compareScalars, comparable } from '../attribute/compare.ts';
import { isComplex, isList, type Complex, type Element, type Scalar, type Value } from '../attribute/value.ts';
import { InvalidValue } from '../errors.ts';
import { isNeverReturned, type AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { truncatedName } from '../attribute/json-value.ts';
import { shortScalar } from '../attribute/received.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';

/** How a list is sorted. RFC 7644 section 3.4.2.3. */
export interface SortOrder {
  /** A simple attribute; where a list is in between, its primary element counts, else the first. */
  readonly attribute: AttributeNode;
  readonly descending: boolean;
}

const refuse = (attribute: string, reason: string) => Result.fail(new InvalidValue({ attribute, reason }));

/** Why a list cannot be sorted by the attribute; undefined when it can. */
const obstacle = (node: AttributeNode): string | undefined => {
  const { name } = node.definition;
  // The order alone would tell something of the values.
  if (isNeverReturned(node)) return 'is never returned';
  if (node.storedIn === 'memberships') return 'stands for memberships';
  if (name === '$ref' || node.path === 'schemas') return 'is derived';
  if (node.path === 'meta.location' || node.path === 'meta.version') return 'is derived';
  if (node.definition.type === 'complex') return 'is complex; name one of its sub-attributes';
  return undefined;
};

const unknownSort = (type: ResourceType, sortBy: string): InvalidValue => {
  const suggestion = suggestAttribute(type, sortBy);
  return new InvalidValue({
    attribute: 'sortBy',
    reason: `must be an attribute of ${type.name}`,
    received: truncatedName(sortBy),
    ...(suggestion !== undefined && { suggestion }),
  });
};

const directionOf = (sortOrder: string | undefined): Result.Result<boolean, InvalidValue> => {
  const direction = sortOrder === undefined || sortOrder.length > 10 ? sortOrder : sortOrder.toLowerCase();
  if (direction === undefined || direction === 'ascending') return Result.succeed(false);
  if (direction === 'descending') return Result.succeed(true);
  const received = shortScalar(sortOrder);
  const reason = 'must be ascending or descending';
  return Result.fail(new InvalidValue({ attribute: 'sortOrder', reason, ...(received !== undefined && { received }) }));
};

/**
 * Binds `sortBy` and `sortOrder`; undefined when nothing is sorted by. A complex attribute stands for its `value`.
 * Fails: `InvalidValue` (unknown attribute; one that lists are not sorted by; another order than ascending or descending).
 * RFC 7644 section 3.4.2.3.
 */
export const bindSort = (
  type: ResourceType,
  sortBy: string | undefined,
  sortOrder: string | undefined,
): Result.Result<SortOrder | undefined, InvalidValue> =>
  Result.gen(function* () {
    const descending = yield* directionOf(sortOrder);
    if (sortBy === undefined) return undefined;
    const named = resolveAttribute(type, sortBy);
    if (named === undefined) return yield* Result.fail(unknownSort(type, sortBy));
    const attribute = (named.kind === 'attribute' ? named.children.get('value') : undefined) ?? named;
    const reason = obstacle(attribute);
    if (reason !== undefined) return yield* refuse('sortBy', `cannot be ${attribute.path}, which ${reason}`);
    return { attribute, descending };
  });

const decisive = (elements: readonly Element[]): Element | undefined =>
  elements.find((element) => isComplex(element) && element['primary'] === true) ?? elements[0];

/** The value that a resource is sorted by, in comparable form. */
export const sortValue = ({ keys, definition }: AttributeNode, representation: Complex): Scalar | undefined => {
  let value: Value | undefined = representation;
  for (const key of keys) {
    if (!isComplex(value)) return undefined;
    const next: Value | undefined = value[key];
    value = isList(next) ? decisive(next) : next;
  }
  return value === undefined || typeof value === 'object' ? undefined : comparable(definition, value);
};

const compareValues = (left: Scalar | undefined, right: Scalar | undefined): number => {
  if (left === undefined) return right === undefined ? 0 : 1;
  return right === undefined ? -1 : compareScalars(left, right);
};

const idOf = (representation: Complex): string => {
  const id = representation['id'];
  return typeof id === 'string' ? id : '';
};

/**
 * Compares two representations: resources without the value come last when ascending and first when descending, ties are
 * ordered by id in both directions. Negative, zero or positive. RFC 7644 section 3.4.2.3.
 */
export const compareBySort = ({ attribute, descending }: SortOrder, left: Complex, right: Complex): number => {
  const order = compareValues(sortValue(attribute, left), sortValue(attribute, right));
  if (order !== 0) return descending ? -order : order;
  return compareScalars(idOf(left), idOf(right));
};
