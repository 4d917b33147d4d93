// What identity providers look up is found by an index: the plans of the real statements (guard 18).
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { openConnection, type Connection } from '../src/connection.ts';
import type { ActivityQuery } from '@looop-scim/provisioning/ports';
import { countSql, keysSql } from '../src/list-sql.ts';
import { pageSql } from '../src/logs/activity-page.ts';
import { registerLookupAttributes } from '../src/register-lookup-attributes.ts';
import { makeListResources } from '../src/resource-list.ts';
import { makeReader } from '../src/reader.ts';
import { makeResourceTables } from '../src/resource-tables.ts';
import { makeResourceWriter } from '../src/resource-writer.ts';
import { makeSqliteTokenStore } from '../src/sqlite-token-store.ts';
import type { Sql } from '../src/sql.ts';
import { makeWriteQueue } from '../src/write-queue.ts';
import { filterOf, typeNamed } from './support/bound-filter.ts';

interface PlanStep {
  readonly detail: string;
}

const connect = (): Connection => {
  const connection = Result.getOrThrow(openConnection({ path: ':memory:', synchronous: 'normal' }));
  registerLookupAttributes(connection, standardRegistry);
  return connection;
};

/** A statement as it is prepared, before anything is bound. */
const unbound = (text: string): Sql => ({
  text,
  values: text
    .split('?')
    .slice(1)
    .map(() => null),
});

const planOf = (connection: Connection, { text, values }: Sql): readonly string[] =>
  connection
    .prepare<unknown[], PlanStep>(`EXPLAIN QUERY PLAN ${text}`)
    .all(...values)
    .map(({ detail }) => detail);

/** What may be walked: the bound JSON array, tokens of one fingerprint, elements of one document, groups around one, a subquery. */
const BOUNDED = ['j ', 'k ', 'json_each ', 'e0 ', 'around ', '(subquery', 'CONSTANT ROW', 't ', 'erasures '];

/** Steps that read a whole table or index. */
const scans = (plan: readonly string[]): readonly string[] =>
  plan.filter((step) => step.startsWith('SCAN') && !BOUNDED.some((source) => `${step} `.startsWith(`SCAN ${source}`)));

/** The steps that read a table or an index; constants are read, too. */
const tableSteps = (plan: readonly string[]): readonly string[] =>
  plan.filter((step) => !step.startsWith('SCALAR SUBQUERY') && step !== 'SCAN CONSTANT ROW');

const searchedFor = (typeName: 'User' | 'Group', text: string) => {
  const connection = connect();
  const type = typeNamed(typeName);
  const { lookupAttributes: lookups } = makeResourceTables(connection, standardRegistry);
  const listed = { tenant: 1, type, lookups };
  const filter = filterOf(type, text);
  return {
    keys: planOf(connection, keysSql(listed, { filter })),
    count: planOf(connection, countSql(listed, filter)),
  };
};

describe('plans of filters', () => {
  const cases = [
    ['User', 'id eq "x"', 'resources_by_id (tenant=? AND id=?)'],
    ['User', 'id gt "x"', 'resources_by_type (tenant=? AND type=? AND id>?)'],
    ['User', 'userName eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['User', 'userName sw "x"', 'lookups_by_value (tenant=? AND attribute=? AND value>? AND value<?)'],
    ['User', 'externalId eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['User', 'displayName eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['User', 'emails.value eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['User', 'emails[type eq "work" and value eq "x"]', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['User', 'active eq true and userName eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['User', 'userName eq "x" or emails eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    [
      'User',
      'meta.lastModified gt "2026-01-01T00:00:00Z"',
      'resources_by_last_modified (tenant=? AND type=? AND last_modified>?)',
    ],
    ['User', 'groups.value eq "x"', 'resources_by_id (tenant=? AND id=?)'],
    ['Group', 'displayName eq "x"', 'lookups_by_value (tenant=? AND attribute=? AND value=?)'],
    ['Group', 'members.value eq "x"', 'memberships_by_member (member_resource=?)'],
    ['Group', 'members[value eq "x"]', 'memberships_by_member (member_resource=?)'],
  ] as const;

  it.each(cases)('%s filter %s searches an index', (typeName, text, index) => {
    const { keys, count } = searchedFor(typeName, text);
    for (const plan of [keys, count]) {
      expect(plan.join('\n')).toContain(index);
      expect(plan).toContain('SEARCH r USING INTEGER PRIMARY KEY (rowid=?)');
      expect(scans(plan)).toEqual([]);
    }
  });

  it('a filter that no index helps reads the resources of the type, in order', () => {
    const { keys } = searchedFor('User', 'title co "x"');
    expect(tableSteps(keys)).toEqual(['SEARCH r USING INDEX resources_by_type (tenant=? AND type=?)']);
  });
});

describe('plans of everything else', () => {
  it('no statement of a read or write walks a table', () => {
    const connection = connect();
    const texts: string[] = [];
    const recorded = new Proxy(connection, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          if (key === 'prepare') texts.push(String(args[0]));
          return Reflect.apply(member, target, args);
        };
      },
    });
    const tables = makeResourceTables(recorded, standardRegistry);
    makeResourceWriter(tables);
    makeListResources(tables);
    makeSqliteTokenStore(recorded, {
      reader: makeReader(connection, tables.meter),
      writes: makeWriteQueue(connection),
      tenants: tables.tenants,
    });
    expect(texts.length).toBeGreaterThan(30);
    const walks = texts.flatMap((text) => scans(planOf(connection, unbound(text))).map((step) => ({ text, step })));
    expect(walks).toEqual([]);
  });

  it.each<[string, Omit<ActivityQuery, 'limit'>, string]>([
    ['all', {}, 'activity_by_time (tenant=?)'],
    ['since a time', { since: 1 }, 'activity_by_time (tenant=? AND at>?)'],
    ['between times', { since: 1, until: 2 }, 'activity_by_time (tenant=? AND at>? AND at<?)'],
    ['refused', { outcome: 'refused' }, 'activity_by_outcome (tenant=? AND outcome=?)'],
    [
      'unchanged since a time',
      { outcome: 'unchanged', since: 1 },
      'activity_by_outcome (tenant=? AND outcome=? AND at>?)',
    ],
    ['with something ignored', { outcome: 'ignored' }, 'activity_with_ignored (tenant=?)'],
    ['applied', { outcome: 'applied' }, 'activity_by_time (tenant=?)'],
    ['of a resource', { resource: { id: 'x' } }, 'activity_by_resource (tenant=? AND resource_id=?)'],
    ['of a name', { resource: { name: 'x' } }, 'activity_by_name (tenant=? AND name_key=?)'],
    ['of both', { resource: { id: 'x', name: 'x' } }, 'activity_by_name (tenant=? AND name_key=?)'],
  ])('the activity, %s: a page searches an index', (_title, query, index) => {
    const connection = connect();
    for (const position of [undefined, { at: 1, key: '7' }]) {
      const plan = planOf(connection, pageSql(1, { ...query, limit: 10 }, position)).join('\n');
      expect(plan).toContain(position === undefined || query.resource ? index : index.replace(/ AND at.*|\)$/u, ''));
      expect(plan).not.toContain('SCAN activity');
      if (query.resource === undefined) expect(plan).not.toContain('TEMP B-TREE');
    }
  });

  it('the activity: hours are counted from rows of these hours alone', () => {
    const text = 'SELECT hour, outcome, count FROM activity_hours WHERE tenant = ? AND hour >= ? AND hour < ?';
    expect(planOf(connect(), unbound(text))).toEqual([
      'SEARCH activity_hours USING PRIMARY KEY (tenant=? AND hour>? AND hour<?)',
    ]);
  });

  it('the page of a plain list is read from an index alone', () => {
    const connection = connect();
    const text = `SELECT resource FROM resources WHERE tenant = (SELECT ?) AND type = (SELECT ?) AND id >= ?
      ORDER BY id LIMIT +? OFFSET +?`;
    expect(tableSteps(planOf(connection, unbound(text)))).toEqual([
      'SEARCH resources USING COVERING INDEX resources_by_type (tenant=? AND type=? AND id>?)',
    ]);
  });

  it('recognises a walk when there is one', () => {
    const connection = new Database(':memory:');
    connection.exec('CREATE TABLE resources (id TEXT)');
    expect(scans(planOf(connection, unbound('SELECT * FROM resources')))).toEqual(['SCAN resources']);
  });
});
