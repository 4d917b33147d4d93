// What a deleted organisation leaves in the file: nothing but its id, which no later write can use.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { makePurge } from '../src/purge.ts';
import { createGroup, createUser, idOf, openStorage, writeOf } from './support/directory.ts';
import { run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const organisation = (n: number): Organisation => ({
  id: organisationId(`0199f0a1-0000-7000-8000-0000000000${n}`),
  name: `acme-${n}`,
  scimEnabled: true,
  profile: 'interop',
  leniencies: {},
  created: 0,
});

const [acme, globex] = [organisation(10), organisation(11)];

/** What a request leaves that was refused. */
const refused = {
  at: 0,
  operation: 'create',
  resourceType: 'User',
  outcome: 'refused',
  changes: [],
  ignored: [],
} as const;

const revision = { at: 0, author: 'ana', content: '{}' };

/** Fills an organisation with everything that there is a table for. */
const populate = async (storage: Storage, { id }: Organisation): Promise<void> => {
  const { resources } = storage.forOrganisation(id);
  for (let n = 1; n <= 5; n += 1) await run(createUser(resources, n, { displayName: `User ${n}` }));
  await run(createGroup(resources, 6, [1, 2, 3]));
  await run(createGroup(resources, 7, [6]));
  const about = { at: 0, resourceType: 'User', resourceId: idOf(1) };
  // A history that is too long to be erased with the user at once.
  for (let n = 0; n < 60; n += 1) {
    const write = writeOf({ userName: 'user-1', displayName: `User 1, ${n}` });
    await run(
      resources.change({ resourceType: 'User', id: idOf(1) }, () => Result.succeed({ kind: 'write', ...write })),
    );
  }
  const caller = { tokenFingerprint: 'abc', requestId: '1' };
  const activity: ActivityRecord = {
    ...about,
    caller,
    operation: 'delete',
    outcome: 'applied',
    changes: [],
    ignored: [],
  };
  const event: DirectoryEvent = {
    type: 'user.deleted',
    at: 0,
    subject: { type: 'user', id: idOf(1) },
    cause: { kind: 'scim' },
    data: { user: { id: idOf(1) } },
  };
  await run(
    resources.change({ resourceType: 'User', id: idOf(1) }, () =>
      Result.succeed({ kind: 'delete', at: 0, erases: true, describe: () => ({ activity, events: [event] }) }),
    ),
  );
  const { revisions, records } = storage.forOrganisation(id);
  for (const expected of [0, 1, 2]) await run(revisions.append('mappingSet', revision, expected));
  for (const key of ['a', 'b', 'c']) await run(records.write('job', key, { content: '{}' }, 0));
  const hash = id.replaceAll('-', '').repeat(2);
  await run(storage.tokens.add({ organisationId: id, fingerprint: hash.slice(0, 16), hash, created: 0 }));
};

/** Rows of each table that belong to a tenant, by way of its column or of a resource. */
const rowsOf = (path: string, id: string): Readonly<Record<string, number>> => {
  const database = new Database(path, { readonly: true });
  try {
    const tenant = database.prepare<[string], number>('SELECT tenant FROM tenants WHERE id = ?').pluck().get(id);
    const tables = database
      .prepare<[], string>(
        `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name = 'tenant' AND m.name <> 'tenants' ORDER BY m.name`,
      )
      .pluck()
      .all();
    const counts = tables.map((table) => {
      const count = database.prepare<[unknown], number>(`SELECT count(*) FROM ${table} WHERE tenant = ?`).pluck();
      return [table, count.get(tenant) ?? 0];
    });
    return Object.fromEntries(counts);
  } finally {
    database.close();
  }
};

/** An event that an earlier version wrote. */
const leaveEarlierEvent = (path: string, id: string): void => {
  const database = new Database(path);
  database.prepare("INSERT INTO events (tenant, at, event) SELECT tenant, 0, '{}' FROM tenants WHERE id = ?").run(id);
  database.close();
};

/** An erasure that a process had no time for. */
const leaveErasure = (path: string, id: string): void => {
  const database = new Database(path);
  database
    .prepare("INSERT INTO erasures (tenant, resource_id) SELECT tenant, 'left' FROM tenants WHERE id = ?")
    .run(id);
  database.close();
};

const open = async () => {
  const path = join(temporaryDirectory(), 'scim.sqlite');
  const storage = await openStorage(path);
  for (const each of [acme, globex]) {
    await run(storage.organisations.add(each));
    await populate(storage, each);
    leaveEarlierEvent(path, each.id);
  }
  return { path, storage };
};

describe('a deleted organisation', () => {
  it('has no row in any table, and others have all of theirs', async () => {
    const { path, storage } = await open();
    const before = rowsOf(path, globex.id);
    expect(rowsOf(path, acme.id)).toEqual(before);
    // What is to be erased is erased by the storage itself, sooner or later.
    const { erasures: _erasures, ...lasting } = before;
    expect(
      Object.values(lasting).every((rows) => rows > 0),
      JSON.stringify(before),
    ).toBe(true);
    await run(storage.organisations.remove(acme, 1));
    leaveErasure(path, acme.id);
    while ((await run(storage.purgeRemoved(2))) > 0);
    expect(Object.values(rowsOf(path, acme.id)).every((rows) => rows === 0)).toBe(true);
    expect(rowsOf(path, globex.id)).toEqual(before);
    await run(storage.close());
  });

  it('is seen no more by the process that deleted it, long before its rows are gone', async () => {
    const { storage } = await open();
    const { resources } = storage.forOrganisation(acme.id);
    const all = { resourceType: 'User', offset: 0, limit: 10, withMemberships: false } as const;
    expect((await run(resources.list(all))).total).toBe(4);
    await run(storage.organisations.remove(acme, 1));
    expect(await run(resources.list(all))).toEqual({ total: 0, resources: [] });
    await run(storage.close());
  });

  it('goes in steps that remove as many rows as they say, and as many as they may', async () => {
    const { path, storage } = await open();
    await run(storage.organisations.remove(acme, 1));
    await run(storage.close());
    const connection = new Database(path);
    const purge = makePurge(connection);
    const members = connection.prepare<[], number>('SELECT count(*) FROM memberships').pluck();
    const others = (members.get() ?? 0) / 2;
    /** Rows that are counted; those of lookups go with their resource. */
    const left = (): number => {
      const { lookups: _lookups, ...counted } = rowsOf(path, acme.id);
      return Object.values(counted).reduce((sum, rows) => sum + rows, (members.get() ?? 0) - others);
    };
    let before = left();
    expect(before).toBeGreaterThan(100);
    for (let limit = 1; before > 0; limit = (limit % 9) + 1) {
      expect(purge(limit)).toBe(Math.min(limit, before));
      const after = left();
      expect(before - after).toBe(Math.min(limit, before));
      before = after;
    }
    expect([purge(9), members.get()]).toEqual([0, others]);
    connection.close();
  });

  it('is removed further by whoever opens the file next', async () => {
    const { path, storage } = await open();
    await run(storage.organisations.remove(acme, 1));
    expect(await run(storage.purgeRemoved(1))).toBe(1);
    await run(storage.close());
    const again = await openStorage(path);
    while ((await run(again.purgeRemoved(3))) > 0);
    expect(Object.values(rowsOf(path, acme.id)).every((rows) => rows === 0)).toBe(true);
    await run(again.close());
  });

  it('takes no write of a request that was under way, before and after its data is gone', async () => {
    const { path, storage } = await open();
    // Another process, which remembers the organisation from before.
    const other = await openStorage(path);
    const processes = [storage, other].map((each) => each.forOrganisation(acme.id));
    await run(other.forOrganisation(acme.id).resources.read({ resourceType: 'User', id: idOf(2) }, false));
    await run(storage.organisations.remove(acme, 1));
    const late = async (newest: number) => {
      for (const { resources, activity, revisions, records } of processes) {
        const record: ActivityRecord = { ...refused, caller: { tokenFingerprint: 'abc', requestId: 'late' } };
        const tags = [
          await tagOf(createUser(resources, 9)),
          await tagOf(activity.append(record)),
          await tagOf(revisions.append('mappingSet', revision, newest)),
          await tagOf(records.write('job', 'late', { content: '{}' }, 0)),
        ];
        expect(tags).toEqual(tags.map(() => 'StorageUnavailable'));
      }
    };
    await late(3);
    while ((await run(storage.purgeRemoved(100))) > 0);
    await late(0);
    expect(Object.values(rowsOf(path, acme.id)).every((rows) => rows === 0)).toBe(true);
    for (const each of [storage, other]) await run(each.close());
  });
});
