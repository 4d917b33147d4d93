// What identity providers look up is found by an index: the plans of the real statements (guard 18).
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { openConnection, type Connection } from '../src/connection.ts';
import { countSql, keysSql } from '../src/list-sql.ts';
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
const BOUNDED = ['j ', 'k ', 'json_each ', 'e0 ', 'around ', '(subquery', 'CONSTANT ROW'];

/** Steps that read a whole table or index. */
const scans = (plan: readonly string[]): readonly string[] =>
  plan.filter((step) => step.startsWith('SCAN') && !BOUNDED.some((source) => `${step} `.startsWith(`SCAN ${source}`)));

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
    expect(keys).toEqual(['SEARCH r USING INDEX resources_by_type (tenant=? AND type=?)']);
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
      reader: makeReader(connection),
      writes: makeWriteQueue(connection),
      tenants: tables.tenants,
    });
    expect(texts.length).toBeGreaterThan(30);
    const walks = texts.flatMap((text) => scans(planOf(connection, unbound(text))).map((step) => ({ text, step })));
    expect(walks).toEqual([]);
  });

  it('the page of a plain list is read from an index alone', () => {
    const connection = connect();
    const text =
      'SELECT resource FROM resources WHERE tenant = ? AND type = ? AND id >= ? ORDER BY id LIMIT ? OFFSET ?';
    expect(planOf(connection, unbound(text))).toEqual([
      'SEARCH resources USING COVERING INDEX resources_by_type (tenant=? AND type=? AND id>?)',
    ]);
  });

  it('recognises a walk when there is one', () => {
    const connection = new Database(':memory:');
    connection.exec('CREATE TABLE resources (id TEXT)');
    expect(scans(planOf(connection, unbound('SELECT * FROM resources')))).toEqual(['SCAN resources']);
  });
});
