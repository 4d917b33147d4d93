// Reads that look at a whole directory, or answer with a large part of it.
import { askFor, field, WrongAnswer } from '../ask.ts';
import type { BenchUser } from '../directory.ts';
import type { PreparedRequest } from '../load.ts';
import type { Annoyance, Street } from './annoyance.ts';
import { closedLoop } from './statuses.ts';

const filtered = (filter: string, count = 100): PreparedRequest => ({
  method: 'GET',
  path: `/Users?filter=${encodeURIComponent(filter)}&count=${count}`,
});

const inTurns =
  (requests: readonly PreparedRequest[]) =>
  (position: number): PreparedRequest => {
    const request = requests[position % requests.length];
    if (request === undefined) throw new WrongAnswer('there is nothing to ask');
    return request;
  };

/** Filters that administrators use and that no index answers. */
const usualFilters: Annoyance = {
  name: 'filters',
  title: 'usual filters without an index',
  prepare: async (street) =>
    closedLoop(
      street,
      inTurns([
        filtered('title co "engineer"'),
        filtered('name.familyName ew "999"'),
        filtered('active eq true and not (name.givenName eq "Ana")'),
        filtered('emails[type eq "work" and value co "7777"]'),
        filtered('meta.lastModified gt "2020-01-01T00:00:00Z" and locale ne "en-US"'),
      ]),
    ),
};

/** The longest filter there is: so many comparisons, and so many characters. */
const MOST_COMPARISONS = 256;
const LONGEST_FILTER = 8192;

const longFilter = (condition: (position: number) => string): string => {
  const comparisons = (condition(0).match(/ (?:co|eq) /gu) ?? []).length;
  const conditions = Array.from({ length: Math.floor(MOST_COMPARISONS / comparisons) }, (_, position) =>
    condition(position),
  );
  while (conditions.join(' or ').length > LONGEST_FILTER) conditions.pop();
  return conditions.join(' or ');
};

const longestFilters: Annoyance = {
  name: 'long-filters',
  title: 'the longest filters there are, joined by or',
  prepare: async (street) =>
    closedLoop(
      street,
      inTurns([
        filtered(longFilter((position) => `title co "quarter ${position}"`)),
        filtered(longFilter((position) => `emails co "quarter ${position}"`)),
        filtered(longFilter((position) => `groups.display co "q${position}"`)),
        filtered(longFilter((position) => `emails[type eq "home" and value co "q${position}"]`)),
      ]),
    ),
};

const sorts: Annoyance = {
  name: 'sorts',
  title: 'sorts from far behind',
  prepare: async (street) =>
    closedLoop(
      street,
      inTurns(
        ['name.familyName', 'title', 'emails.value', 'displayName'].map((name) => ({
          method: 'GET',
          path: `/Users?sortBy=${name}&sortOrder=descending&startIndex=${street.users.length - 100}&count=100`,
        })),
      ),
    ),
};

const largePages: Annoyance = {
  name: 'pages',
  title: 'pages of 1,000 people',
  prepare: async (street) =>
    closedLoop(street, (position) => ({
      method: 'GET',
      path: `/Users?startIndex=${1 + ((position * 1000) % street.users.length)}&count=1000`,
    })),
};

const GROUPS = 100;
const MEMBERS = 10_000;
const MEMBERS_A_REQUEST = 1000;

const makeGroup = async ({ connections }: Street, members: readonly BenchUser[], number: number): Promise<void> => {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const body = JSON.stringify({ schemas, displayName: `Large ${number}` });
  const id = field(await askFor(connections, { method: 'POST', path: '/Groups', body }, 201, number), 'id');
  if (typeof id !== 'string') throw new WrongAnswer('a created group has no id');
  for (let from = 0; from < members.length; from += MEMBERS_A_REQUEST) {
    const value = members.slice(from, from + MEMBERS_A_REQUEST).map((user) => ({ value: user.id }));
    const patch = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value }],
    };
    const request = { method: 'PATCH', path: `/Groups/${id}`, body: JSON.stringify(patch) } as const;
    await askFor(connections, request, 204, number);
  }
};

const largeGroups: Annoyance = {
  name: 'groups',
  title: `pages of ${GROUPS} groups of ${MEMBERS.toLocaleString('en-US')} members`,
  prepare: async (street) => {
    let next = 0;
    const members = street.users.slice(0, MEMBERS);
    const work = async (): Promise<void> => {
      while (next < GROUPS) await makeGroup(street, members, (next += 1));
    };
    await Promise.all(street.connections.clients.map(work));
    return closedLoop(street, () => ({ method: 'GET', path: `/Groups?count=${GROUPS}` }));
  },
};

/** In this order; the groups come last, since they make their members' own pages longer. */
export const READS: readonly Annoyance[] = [usualFilters, longestFilters, sorts, largePages, largeGroups];
