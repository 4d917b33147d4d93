// A change of one member costs the same whatever the size of the group: statements, rows that are read and pages that are written are
// counted. That no statement walks a table is asserted in query-plans.test.ts.
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Effect, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { plainSchema } from '@looop-scim/provisioning/attributes';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { bindSchema } from '@looop-scim/provisioning/storage-support';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openConnection, type Connection } from '../src/connection.ts';
import { makeReader } from '../src/reader.ts';
import { registerLookupAttributes } from '../src/register-lookup-attributes.ts';
import { makeResourceTables } from '../src/resource-tables.ts';
import { makeSqliteResourceRepositories } from '../src/sqlite-resource-repository.ts';
import { makeSqliteRevisions } from '../src/sqlite-revisions.ts';
import { makeWriteQueue } from '../src/write-queue.ts';
import { typeNamed } from './support/bound-filter.ts';
import { counting } from './support/count-rows.ts';
import { createGroup, createUser, idOf } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { addUsersAsRows } from './support/users-as-rows.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');
const groupType = typeNamed('Group');
const SMALL = 10;
const LARGE = 100_000;
const [ONE, SMALL_GROUP, LARGE_GROUP] = [LARGE + 1, LARGE + 2, LARGE + 3];
/** A page in the write-ahead log, with its header. */
const FRAME_BYTES = 4096 + 24;
/** A larger tree may be deeper by a level, and a page may split. */
const MORE_PAGES = 4;

/** The events, the activity and the groups of an organisation, as requests reach them. */
const openCounted = () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const connection = Result.getOrThrow(openConnection({ path, synchronous: 'normal' }));
  registerLookupAttributes(connection, standardRegistry);
  const { counted, work } = counting(connection);
  const tables = makeResourceTables(counted, standardRegistry);
  const { tenants } = tables;
  const access = { reader: makeReader(counted, tables.meter), writes: makeWriteQueue(counted), tenants };
  const resources = makeSqliteResourceRepositories(tables, access)(ACME, bindSchema(plainSchema(standardRegistry)));
  const events = tables.logs.eventsOf(ACME, access);
  const service = makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    resources,
    activity: tables.logs.activityOf(ACME, access),
    revisions: makeSqliteRevisions(counted, access)(ACME),
    ids: { next: Effect.sync(() => randomUUID()) },
    cursorCipher: { encrypt: (payload) => payload, decrypt: (text) => text },
  });
  /** What is done by a call. */
  const costOf = async (act: () => Promise<unknown>) => {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    const before = { ...work };
    await act();
    return {
      statements: work.statements - before.statements,
      rows: work.rows - before.rows,
      pages: Math.ceil(statSync(`${path}-wal`).size / FRAME_BYTES),
    };
  };
  return { connection, resources, service, events, costOf };
};

/** Users 2 to `count` and their memberships, as rows. User 1 and the group are there. */
const addMembers = (connection: Connection, group: number, count: number): void => {
  addUsersAsRows(connection, count);
  connection
    .prepare(
      `INSERT INTO memberships (group_resource, member_resource)
       SELECT g.resource, u.resource FROM resources g JOIN resources u ON u.tenant = g.tenant AND u.type = 'User'
       WHERE g.id = ? AND u.id <> ?`,
    )
    .run(idOf(group), idOf(ONE));
};

const patch = (service: ScimService, id: string, operation: object) =>
  run(
    service.patch({
      type: groupType,
      id,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] },
      projection: {},
      caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
    }),
  );

describe('a PATCH that adds or removes one member, with its event', () => {
  it(
    'makes as many statements, reads as many rows and writes about as many pages in a group of 100,000 as in one of 10',
    { timeout: 60_000 },
    async () => {
      const { connection, resources, service, events, costOf } = openCounted();
      for (const number of [1, ONE]) await run(createUser(resources, number));
      await run(createGroup(resources, LARGE_GROUP, []));
      addMembers(connection, LARGE_GROUP, LARGE);
      await run(
        createGroup(
          resources,
          SMALL_GROUP,
          Array.from({ length: SMALL }, (_none, index) => index + 1),
        ),
      );

      const add = { op: 'add', path: 'members', value: [{ value: idOf(ONE) }] };
      const remove = { op: 'remove', path: `members[value eq "${idOf(ONE)}"]` };
      for (const operation of [add, remove]) {
        const change = async (group: number) => costOf(() => patch(service, idOf(group), operation));
        const [small, large] = [await change(SMALL_GROUP), await change(LARGE_GROUP)];
        expect(small.statements).toBeGreaterThan(0);
        expect(large).toMatchObject({ statements: small.statements, rows: small.rows });
        expect(large.pages).toBeLessThanOrEqual(small.pages + MORE_PAGES);
      }
      const [smaller, larger] = [SMALL_GROUP, LARGE_GROUP].map(idOf);
      const told = (await run(events.after(0, 100))).map(({ event: { type, subject } }) => [type, subject.id]);
      expect(told.slice(-4)).toEqual([
        ['group.members_added', smaller],
        ['group.members_added', larger],
        ['group.members_removed', smaller],
        ['group.members_removed', larger],
      ]);
      connection.close();
    },
  );
});
