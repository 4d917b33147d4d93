// Laws of paging by cursor (RFC 9865): a resource that exists throughout is met once, whatever comes and goes meanwhile.
import fc from 'fast-check';
import { deepStrictEqual } from 'node:assert';
import { represent } from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import { evaluateFilter } from '@looop-scim/scim/filter';
import {
  filterAfter,
  bindSort,
  supportsCursor,
  compareBySort,
  positionOf,
  type SortOrder,
  type CursorPosition,
} from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { resourceOf } from '../arbitraries/resource.ts';
import { law, type Law } from '../law.ts';
import { typeNamed, typeNames } from './filter-case.ts';

const locate = (resourceType: string, id: string): string => `https://scim.example/scim/v2/${resourceType}s/${id}`;

const pathsBelow = (nodes: ResourceType['attributes']): readonly string[] =>
  [...nodes.values()].flatMap((node) => [node.path, ...pathsBelow(node.children)]);

/** Every order of a type that supports cursors, in both directions, and the order of ids. */
const walkOrdersOf = (type: ResourceType): readonly (SortOrder | undefined)[] => {
  const orders = pathsBelow(type.attributes).flatMap((path) =>
    ['ascending', 'descending'].flatMap((direction) => {
      const bound = bindSort(type, path, direction);
      return Result.isSuccess(bound) && bound.success !== undefined && supportsCursor(bound.success)
        ? [bound.success]
        : [];
    }),
  );
  return [undefined, ...orders];
};

const ordersByType = new Map<string, readonly (SortOrder | undefined)[]>();
const ordersOf = (typeName: string): readonly (SortOrder | undefined)[] => {
  const known = ordersByType.get(typeName) ?? walkOrdersOf(typeNamed(typeName));
  ordersByType.set(typeName, known);
  return known;
};

const byOrder =
  (sort: SortOrder | undefined) =>
  (left: Complex, right: Complex): number => {
    if (sort !== undefined) return compareBySort(sort, left, right);
    const [a, b] = [String(left['id']), String(right['id'])];
    return a < b ? -1 : Number(a > b);
  };

interface Listed {
  readonly representation: Complex;
  /** Pages during which it is there: from the first up to and without the second. */
  readonly from: number;
  readonly until: number;
}

const THROUGHOUT = 1000;

const listedOf = (type: ResourceType): fc.Arbitrary<Listed> =>
  fc
    .record({
      resource: resourceOf(type),
      stay: fc.oneof(
        { arbitrary: fc.constant([0, THROUGHOUT] as const), weight: 2 },
        { arbitrary: fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 5 })), weight: 1 },
      ),
    })
    .map(({ resource, stay: [from, until] }) => ({ representation: represent(type, resource, locate), from, until }));

const idOf = (representation: Complex): unknown => representation['id'];

/** Reads page by page; the ids that were met, in order. */
const readByCursor = (
  type: ResourceType,
  sort: SortOrder | undefined,
  all: readonly Listed[],
  size: number,
): readonly unknown[] => {
  const met: unknown[] = [];
  let position: CursorPosition | undefined;
  for (let page = 0; page <= all.length; page += 1) {
    const present = all.filter(({ from, until }) => from <= page && page < until).map((one) => one.representation);
    const after = position === undefined ? undefined : filterAfter(type, sort, position);
    const left = present.filter((one) => after === undefined || evaluateFilter(after, one)).toSorted(byOrder(sort));
    const shown = left.slice(0, size);
    met.push(...shown.map(idOf));
    const last = shown.at(-1);
    if (last === undefined || left.length <= size) return met;
    position = positionOf(sort, last);
  }
  throw new Error('the pages do not end');
};

const cases = typeNames.chain((typeName) => {
  const list = fc.uniqueArray(listedOf(typeNamed(typeName)), {
    maxLength: 8,
    selector: (one) => idOf(one.representation),
  });
  const order = fc.nat({ max: ordersOf(typeName).length - 1 });
  return fc.record({ typeName: fc.constant(typeName), list, order, size: fc.integer({ min: 1, max: 3 }) });
});

/** Laws of paging by cursor. RFC 9865 section 2. */
export const cursorLaws: readonly Law[] = [
  law(
    'the pages meet what is there throughout exactly once and in order, whatever else comes and goes',
    fc.property(cases, ({ typeName, list, order, size }) => {
      const sort = ordersOf(typeName)[order];
      const met = readByCursor(typeNamed(typeName), sort, list, size);
      deepStrictEqual(met.length, new Set(met).size);
      const throughout = list.filter(({ until }) => until === THROUGHOUT).map((one) => one.representation);
      const expected = throughout.toSorted(byOrder(sort)).map(idOf);
      deepStrictEqual(
        met.filter((id) => expected.includes(id)),
        expected,
      );
    }),
  ),
  law(
    'what comes after a position = what the order puts behind it',
    fc.property(cases, ({ typeName, list, order }) => {
      const sort = ordersOf(typeName)[order];
      const sorted = list.map((one) => one.representation).toSorted(byOrder(sort));
      sorted.forEach((one, index) => {
        const after = filterAfter(typeNamed(typeName), sort, positionOf(sort, one));
        deepStrictEqual(
          sorted.filter((other) => evaluateFilter(after, other)).map(idOf),
          sorted.slice(index + 1).map(idOf),
        );
      });
    }),
  ),
];
