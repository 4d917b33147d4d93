// A change of one member costs the same whatever the size of the group: the rows that are read and the pages that are written are
// counted. That no statement walks a table is asserted in query-plans.test.ts.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { organisationId, plainSchema, type ResourceRepository } from '@looop-scim/provisioning';
import { bindSchema } from '@looop-scim/provisioning/storage-support';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import { openConnection, type Connection } from '../src/connection.ts';
import { makeReader } from '../src/reader.ts';
import { registerLookupAttributes } from '../src/register-lookup-attributes.ts';
import { makeResourceTables } from '../src/resource-tables.ts';
import { makeSqliteResourceRepositories } from '../src/sqlite-resource-repository.ts';
import { makeWriteQueue } from '../src/write-queue.ts';
import { createGroup, createUser, idOf, writeOf } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const SMALL = 10;
const LARGE = 3000;
const [ONE, SMALL_GROUP, LARGE_GROUP] = [LARGE + 1, LARGE + 2, LARGE + 3];
/** A page in the write-ahead log, with its header. */
const FRAME_BYTES = 4096 + 24;
/** A larger tree may be deeper by a level, and a page may split. */
const MORE_PAGES = 4;

/** What a statement answered, counted: rows of all(), one of get(), each of iterate(). */
const counting = (connection: Connection) => {
  let rows = 0;
  const countIn = (statement: object): object =>
    new Proxy(statement, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const answer: unknown = Reflect.apply(member, target, args);
          if (answer === target) return countIn(target);
          if (key === 'all' && Array.isArray(answer)) rows += answer.length;
          if (key === 'get' && answer !== undefined) rows += 1;
          if (key === 'iterate') throw new Error('rows that are iterated are not counted');
          return answer;
        };
      },
    });
  const counted = new Proxy(connection, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, args);
        return key === 'prepare' && typeof answer === 'object' && answer !== null ? countIn(answer) : answer;
      };
    },
  });
  return { counted, rows: () => rows };
};

const openCounted = () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const connection = Result.getOrThrow(openConnection({ path, synchronous: 'normal' }));
  registerLookupAttributes(connection, standardRegistry);
  const { counted, rows } = counting(connection);
  const tables = makeResourceTables(counted, standardRegistry);
  const access = { reader: makeReader(counted, tables.meter), writes: makeWriteQueue(counted) };
  const resources = makeSqliteResourceRepositories(tables, access)(
    organisationId('0199f0a1-0000-7000-8000-0000000000aa'),
    bindSchema(plainSchema(standardRegistry)),
  );
  /** Pages written by what is done. */
  const pagesOf = async (act: () => Promise<unknown>): Promise<number> => {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    await act();
    return Math.ceil(statSync(`${path}-wal`).size / FRAME_BYTES);
  };
  return { connection, resources, rows, pagesOf };
};

const step = (resources: ResourceRepository, group: number, steps: readonly MembershipStep[]) =>
  run(
    resources.change({ resourceType: 'Group', id: idOf(group) }, ({ document }) =>
      Result.succeed({ kind: 'write' as const, ...writeOf(document, { memberships: steps }) }),
    ),
  );

describe('a change of one member', () => {
  it('reads as many rows and writes about as many pages in a group of 3,000 as in one of 10', async () => {
    const { connection, resources, rows, pagesOf } = openCounted();
    for (let number = 1; number <= ONE; number += 1) await run(createUser(resources, number));
    const firsts = (count: number) => Array.from({ length: count }, (_none, index) => index + 1);
    await run(createGroup(resources, SMALL_GROUP, firsts(SMALL)));
    await run(createGroup(resources, LARGE_GROUP, firsts(LARGE)));

    const costOf = async (group: number, steps: readonly MembershipStep[]) => {
      const rowsBefore = rows();
      const pages = await pagesOf(async () => {
        const { changed } = await step(resources, group, steps);
        expect(changed).toBe(true);
      });
      return { pages, rows: rows() - rowsBefore };
    };
    const both: readonly (readonly MembershipStep[])[] = [
      [{ kind: 'add', ids: [idOf(ONE)] }],
      [{ kind: 'remove', ids: [idOf(ONE)] }],
    ];
    for (const steps of both) {
      const [small, large] = [await costOf(SMALL_GROUP, steps), await costOf(LARGE_GROUP, steps)];
      expect(small.rows).toBeGreaterThan(0);
      expect(large.rows).toBe(small.rows);
      expect(large.pages).toBeLessThanOrEqual(small.pages + MORE_PAGES);
    }
    connection.close();
  });
});
