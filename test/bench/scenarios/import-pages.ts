// Okta's import: the whole directory in pages of 100.
import { askFor, field, insist } from '../ask.ts';
import { quantile, type Connections, type PreparedRequest } from '../load.ts';
import { jumpingPosition, pick, type Extra, type Scenario } from './scenario.ts';

const pageSize = 100;

const pageRequest = (page: number): PreparedRequest => ({
  method: 'GET',
  path: `/Users?startIndex=${page * pageSize + 1}&count=${pageSize}`,
});

const pagesOf = (users: number): readonly PreparedRequest[] =>
  Array.from({ length: Math.ceil(users / pageSize) }, (_, page) => pageRequest(page));

const timed = async (connections: Connections, request: PreparedRequest): Promise<number> => {
  const started = performance.now();
  await askFor(connections, request, 200);
  return performance.now() - started;
};

/** Reads pages from everywhere in the directory; the extras compare its ends, asked one after the other. */
export const importPages: Scenario = {
  name: 'import',
  title: 'import a page of 100',
  prepare: async ({ connections, users }) => {
    const pages = pagesOf(users.length);
    const first = await askFor(connections, pick(pages, 0), 200);
    insist(field(first, 'itemsPerPage') === pageSize, 'a page must be full', {
      itemsPerPage: field(first, 'itemsPerPage'),
    });
    const position = jumpingPosition(pages.length);
    return { status: 200, next: () => pick(pages, position()) };
  },
  extras: async ({ connections, users }): Promise<readonly Extra[]> => {
    const pages = pagesOf(users.length);
    const walkStarted = performance.now();
    const seen = new Set<unknown>();
    for (const page of pages) {
      const resources = field(await askFor(connections, page, 200), 'Resources');
      if (Array.isArray(resources)) for (const resource of resources) seen.add(field(resource, 'id'));
    }
    const walkMs = performance.now() - walkStarted;
    insist(
      users.every(({ id }) => seen.has(id)),
      'an import must hold every user',
      seen.size,
    );
    const firsts: number[] = [];
    const lasts: number[] = [];
    // In turns, so that whatever else the machine does meets both alike.
    for (let round = 0; round < 50; round += 1) {
      firsts.push(await timed(connections, pick(pages, 0)));
      lasts.push(await timed(connections, pick(pages, pages.length - 1)));
    }
    const median = (values: readonly number[]): number => quantile(Float64Array.from(values).toSorted(), 0.5);
    return [
      { label: `whole import, ${pages.length} pages one after the other`, value: walkMs / 1000, unit: 's' },
      { label: 'first page, median', value: median(firsts), unit: 'ms' },
      { label: `last page (from ${(pages.length - 1) * pageSize + 1}), median`, value: median(lasts), unit: 'ms' },
      { label: 'last page against first page', value: median(lasts) / median(firsts), unit: 'times' },
    ];
  },
};
