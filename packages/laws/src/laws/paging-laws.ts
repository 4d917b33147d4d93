// Laws of lists: the numbers of a page, and the order that stores must agree with (RFC 7644 sections 3.4.2.3 and 3.4.2.4).
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { represent } from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import { bindSort, compareBySort, PAGE_SIZES, parseListQuery, type SortOrder } from '@looop-scim/scim/list';
import { listResponse } from '@looop-scim/scim/message';
import type { ResourceType } from '@looop-scim/scim/schema';
import { resourceOf } from '../arbitraries/resource.ts';
import { law, type Law } from '../law.ts';
import { anyType } from './filter-case.ts';

const locate = (type: string, id: string): string => `https://scim.example/scim/v2/${type}s/${id}`;

const holds = (fact: boolean, statement: string): void => {
  if (!fact) throw new Error(statement);
};

const pathsOf = (type: ResourceType): readonly string[] =>
  [...type.attributes.values()].flatMap(({ path, children }) => [
    path,
    ...[...children.values()].map((sub) => sub.path),
  ]);

const ordersOf = (type: ResourceType): readonly SortOrder[] =>
  pathsOf(type).flatMap((path) => {
    const bound = bindSort(type, path, 'ascending');
    return Result.isSuccess(bound) && bound.success !== undefined ? [bound.success] : [];
  });

interface Sorted {
  readonly order: SortOrder;
  readonly list: readonly Complex[];
}

const anySorted: fc.Arbitrary<Sorted> = anyType.chain((type) =>
  fc.record({
    order: fc
      .tuple(fc.constantFrom(...ordersOf(type)), fc.boolean())
      .map(([{ attribute }, descending]) => ({ attribute, descending })),
    list: fc
      .uniqueArray(resourceOf(type), { selector: ({ id }) => id, minLength: 3, maxLength: 8 })
      .map((resources) => resources.map((resource) => represent(type, resource, locate))),
  }),
);

const parameters = fc.dictionary(
  fc.constantFrom('startindex', 'count', 'attributes', 'filter', 'sortby', 'sortorder', 'unknown'),
  fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.constantFrom('', ' 5', '-1', '1e3', '0x10', '9'.repeat(40), '1.5'),
  ),
);

/** Laws of lists. */
export const pagingLaws: readonly Law[] = [
  law(
    'parameters are read or refused by name: startIndex is at least 1, count within the page sizes',
    fc.property(parameters, (query) => {
      const read = parseListQuery(new Map(Object.entries(query)));
      if (Result.isFailure(read)) {
        holds(
          read.failure.attribute === 'startIndex' || read.failure.attribute === 'count',
          'another parameter is blamed',
        );
        return;
      }
      const { startIndex, count } = read.success;
      holds(Number.isSafeInteger(startIndex) && startIndex >= 1, `startIndex is ${startIndex}`);
      holds(Number.isSafeInteger(count) && count >= 0 && count <= PAGE_SIZES.maximum, `count is ${count}`);
    }),
  ),
  law(
    'whole numbers are read as they are within the bounds',
    fc.property(fc.integer({ min: -5, max: 1005 }), fc.integer({ min: -5, max: 99_999 }), (count, startIndex) => {
      const query = new Map([
        ['count', String(count)],
        ['startindex', String(startIndex)],
      ]);
      const read = Result.getOrThrow(parseListQuery(query));
      holds(read.count === Math.min(1000, Math.max(0, count)), `${count} became ${read.count}`);
      holds(read.startIndex === Math.max(1, startIndex), `${startIndex} became ${read.startIndex}`);
    }),
  ),
  law(
    'the pages of a sorted list, walked by what they say of themselves, are the whole list',
    fc.property(anySorted, fc.integer({ min: 1, max: 5 }), ({ order, list }, count) => {
      const sorted = list.toSorted((left, right) => compareBySort(order, left, right));
      const walked: Complex[] = [];
      let startIndex = 1;
      for (;;) {
        const representations = sorted.slice(startIndex - 1, startIndex - 1 + count);
        const page = listResponse({ totalResults: sorted.length, startIndex, representations });
        holds(page.itemsPerPage === page.Resources.length && page.totalResults === list.length, 'wrong numbers');
        walked.push(...page.Resources);
        if (page.itemsPerPage === 0) break;
        startIndex = (page.startIndex ?? 0) + page.itemsPerPage;
      }
      holds(
        walked.length === sorted.length && walked.every((item, index) => item === sorted[index]),
        'pages do not add up',
      );
    }),
  ),
  law(
    'the order is total: antisymmetric, transitive, and only a resource equals itself',
    fc.property(anySorted, ({ order, list }) => {
      for (const a of list) {
        for (const b of list) {
          const sign = Math.sign(compareBySort(order, a, b));
          holds(sign === -Math.sign(compareBySort(order, b, a)), 'not antisymmetric');
          holds((sign === 0) === (a === b), 'two resources tie');
          for (const c of list) {
            const chain = sign < 0 && compareBySort(order, b, c) < 0;
            holds(!chain || compareBySort(order, a, c) < 0, 'not transitive');
          }
        }
      }
    }),
  ),
  law(
    'descending is ascending backwards, but for ties, which follow the id in both',
    fc.property(anySorted, ({ order: { attribute }, list }) => {
      if (attribute.path === 'id') return;
      const ascending = { attribute, descending: false };
      for (const a of list) {
        for (const b of list) {
          const up = Math.sign(compareBySort(ascending, a, b));
          const down = Math.sign(compareBySort({ attribute, descending: true }, a, b));
          // Where the order turns around when two resources swap their ids, the ids decided it.
          const swapped = compareBySort(ascending, { ...a, id: b['id'] ?? '' }, { ...b, id: a['id'] ?? '' });
          const tie = up !== Math.sign(swapped);
          const byId = String(a['id']) < String(b['id']) ? -1 : 1;
          holds(a === b || (tie ? up === byId && down === byId : up === -down), 'the directions disagree');
        }
      }
    }),
  ),
  law(
    'binding a sort order is total on any text',
    fc.property(anyType, fc.string(), fc.option(fc.string(), { nil: undefined }), (type, by, order) => {
      bindSort(type, by, order);
    }),
  ),
];
