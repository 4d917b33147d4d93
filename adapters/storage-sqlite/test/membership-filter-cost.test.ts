// What a filter on memberships visits grows along a line: with the resources of the list and with the conditions of the filter,
// never with their product with the whole directory. Every row that a loop of the statement visits is counted.
import { Result } from 'effect';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openConnection, type Connection } from '../src/connection.ts';
import { keysSql, type ListedType } from '../src/list-sql.ts';
import { registerLookupAttributes } from '../src/register-lookup-attributes.ts';
import { makeResourceTables } from '../src/resource-tables.ts';
import { filterOf, typeNamed } from './support/bound-filter.ts';
import { idOf } from './support/directory.ts';

const numRuns = Number(process.env['FC_RUNS'] ?? 60);
const SIZES = [30, 120, 480] as const;
/** Groups of each user that has any; every other user has none. */
const GROUPS_PER_USER = 2;
const GROUP = 1_000_000;

interface Directory {
  readonly connection: Connection;
  readonly listed: ListedType;
  readonly size: number;
}

/** An organisation with as many users, and a group for each six of them, written to the tables themselves. */
const directoryOf = (size: number): Directory => {
  const connection = Result.getOrThrow(openConnection({ path: ':memory:', synchronous: 'normal' }));
  registerLookupAttributes(connection, standardRegistry);
  const { lookupAttributes } = makeResourceTables(connection, standardRegistry);
  const tenant =
    connection.prepare<[], number>("INSERT INTO tenants (id) VALUES ('acme') RETURNING tenant").pluck().get() ?? 0;
  const insert = connection.prepare(
    `INSERT INTO resources (resource, tenant, type, id, version, created, last_modified, document, comparable)
     VALUES (?, ?, ?, ?, 1, 0, 0, '{}', jsonb(?))`,
  );
  const join = connection.prepare('INSERT INTO memberships (group_resource, member_resource) VALUES (?, ?)');
  const groups = Math.ceil(size / 6);
  connection.transaction(() => {
    for (let n = 1; n <= size; n += 1)
      insert.run(n, tenant, 'User', idOf(n), JSON.stringify({ userName: `user-${n}` }));
    for (let n = 0; n < groups; n += 1) {
      insert.run(GROUP + n, tenant, 'Group', idOf(GROUP + n), JSON.stringify({ displayName: `group-${n}` }));
    }
    for (let n = 1; n <= size; n += 2) {
      for (let each = 0; each < GROUPS_PER_USER; each += 1) join.run(GROUP + ((n + each) % groups), n);
    }
  })();
  return { connection, listed: { tenant, type: typeNamed('User'), lookups: lookupAttributes }, size };
};

/** How many rows of `r`, `m` and `x` a filter visits: a function that counts stands first in each WHERE. */
const visitsOf = ({ connection, listed }: Directory, text: string): number => {
  let visits = 0;
  connection.function('visit', { deterministic: false, varargs: true }, () => {
    visits += 1;
    return 1;
  });
  const { text: statement, values } = keysSql(listed, { filter: filterOf(listed.type, text) });
  const counted = statement
    .replaceAll('FROM resources r\n        WHERE ', 'FROM resources r WHERE visit(r.resource) AND ')
    .replaceAll('FROM resources r WHERE r.', 'FROM resources r WHERE visit(r.resource) AND r.')
    .replaceAll(
      'FROM memberships m CROSS JOIN resources x WHERE ',
      'FROM memberships m CROSS JOIN resources x WHERE visit(m.group_resource) AND visit(x.resource) AND ',
    )
    .replaceAll(
      'FROM resources x CROSS JOIN memberships m WHERE ',
      'FROM resources x CROSS JOIN memberships m WHERE visit(x.resource) AND visit(m.group_resource) AND ',
    );
  connection.prepare(counted).all(...values);
  return visits;
};

const conditions = fc.oneof(
  fc.constantFrom('groups pr', 'groups.display pr', 'groups.type eq "direct"'),
  fc
    .tuple(fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le'), fc.constantFrom('q', 'group-1', '0'))
    .map(([operator, value]) => `groups.display ${operator} "${value}"`),
  fc
    .tuple(fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'ge', 'lt'), fc.nat({ max: 4 }))
    .map(([operator, group]) => `groups.value ${operator} "${idOf(GROUP + group)}"`),
  fc.nat({ max: 4 }).map((group) => `groups[value eq "${idOf(GROUP + group)}" and display co "1"]`),
);

const { filter: filters } = fc.letrec<{ filter: string; chain: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    conditions,
    tie('chain'),
    tie('filter').map((text) => `not (${text})`),
  ),
  chain: fc
    .tuple(fc.constantFrom(' and ', ' or '), fc.array(tie('filter'), { minLength: 2, maxLength: 6 }))
    .map(([operator, parts]) => parts.map((part) => `(${part})`).join(operator)),
}));

const countOf = (text: string): number => text.split('groups').length - 1;

describe('a filter on memberships', () => {
  const directories = SIZES.map(directoryOf);
  /** A user is visited once; for each condition, each of its rows and the resource at the other end, or the one that is named. */
  const visitsAtMost = (size: number, text: string) => size * (1 + countOf(text) * 2 * (GROUPS_PER_USER + 1)) + 100;

  it('visits each user once, and for each condition the rows of the user at most', () => {
    fc.assert(
      fc.property(filters, (text) => {
        for (const directory of directories) {
          expect(visitsOf(directory, text)).toBeLessThanOrEqual(visitsAtMost(directory.size, text));
        }
      }),
      { numRuns },
    );
  });

  it.each(['co', 'sw', 'ew', 'gt', 'ne'])(
    'with groups.value %s visits as many rows for each user in any directory',
    (operator) => {
      const perUser = directories.map(
        (directory) => visitsOf(directory, `groups.value ${operator} "q"`) / directory.size,
      );
      for (const each of perUser) expect(each).toBeLessThanOrEqual(1 + 2 * GROUPS_PER_USER);
    },
  );

  it('with 256 alternatives looks at the memberships of a user once', () => {
    const alternatives = Array.from({ length: 256 }, (_none, index) => `groups.display co "q${index}"`).join(' or ');
    for (const directory of directories) {
      expect(visitsOf(directory, alternatives)).toBe(visitsOf(directory, 'groups.display co "q"'));
    }
  });

  it('counts what is visited', () => {
    const [directory] = directories;
    const rows = (SIZES[0] / 2) * GROUPS_PER_USER;
    expect(visitsOf(directory ?? directoryOf(SIZES[0]), 'groups.display co "q"')).toBe(SIZES[0] + 2 * rows);
  });
});
