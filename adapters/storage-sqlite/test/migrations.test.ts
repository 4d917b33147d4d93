import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { openSqliteStorage } from '../src/index.ts';
import { APPLICATION_ID, migrate, type Migration } from '../src/migrations/migrate.ts';
import { MIGRATIONS } from '../src/migrations/migrations.ts';
import { acmeOf, createUser, idOf, openStorage, writeOf } from './support/directory.ts';
import { outcomeOf, run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const schemaOf = (path: string): readonly unknown[] => {
  const file = new Database(path, { readonly: true });
  try {
    return file.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  } finally {
    file.close();
  }
};

const failureOf = async (path: string) => {
  const outcome = await outcomeOf(openSqliteStorage({ path, registry: standardRegistry }));
  return Result.isFailure(outcome) ? outcome.failure : undefined;
};

describe('opening a file', () => {
  it('creates file and directory for the owner alone', async () => {
    const directory = join(temporaryDirectory(), 'new', 'nested');
    const path = join(directory, 'scim.db');
    const storage = await openStorage(path);
    await run(createUser(acmeOf(storage), 1));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    await run(storage.close());
  });

  it('marks a new file as ours, in the newest version', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    await run((await openStorage(path)).close());
    const file = new Database(path, { readonly: true });
    expect(file.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(file.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    file.close();
  });

  it('upgrades from every older version to the schema of a new file', async () => {
    const directory = temporaryDirectory();
    const fresh = join(directory, 'fresh.db');
    await run((await openStorage(fresh)).close());
    for (let version = 1; version < MIGRATIONS.length; version += 1) {
      const path = join(directory, `${version}.db`);
      const file = new Database(path);
      migrate(file, path, MIGRATIONS.slice(0, version));
      file.close();
      await run((await openStorage(path)).close());
      expect(schemaOf(path)).toEqual(schemaOf(fresh));
    }
  });

  it('keeps what version 1 stored: its tokens have no subject, and new ones may have one', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const file = new Database(path);
    migrate(file, path, MIGRATIONS.slice(0, 1));
    file.exec(`
      INSERT INTO tenants (tenant, id) VALUES (1, 'tenant-1');
      INSERT INTO organisations VALUES (1, 'acme', 1, 'interop', '{}', 5);
      INSERT INTO tokens VALUES ('hash-of-a-token', 'hash-of', 1, 6, NULL, NULL, 7);
    `);
    file.close();
    const { tokens, close } = await openStorage(path);
    const old = {
      organisationId: organisationId('tenant-1'),
      fingerprint: 'hash-of',
      hash: 'hash-of-a-token',
      created: 6,
    };
    const organisation = { id: old.organisationId, name: 'acme', scimEnabled: true, profile: 'interop', created: 5 };
    expect(await run(tokens.byFingerprint('hash-of'))).toEqual([
      { token: { ...old, lastUsed: 7 }, organisation: { ...organisation, leniencies: {} } },
    ]);
    const fresh = { ...old, fingerprint: 'other', hash: 'other-token', subject: idOf(1) };
    await run(tokens.add(fresh));
    expect((await run(tokens.byFingerprint('other'))).map(({ token }) => token)).toEqual([fresh]);
    await run(close());
  });

  it('keeps what version 2 has in its logs, finds it by the filters of today, and erases users deleted since', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const file = new Database(path);
    migrate(file, path, MIGRATIONS.slice(0, 2));
    const at = 1_767_225_600_000;
    const caller = { tokenHandle: '0123456789abcdef', requestId: 'request-1' };
    const old = { at, caller, operation: 'patch', resourceType: 'User', outcome: 'applied', changes: [], ignored: [] };
    const records = [
      { ...old, resourceId: 'ana', resourceName: 'Ana', changes: [{ attribute: 'title', after: 'Coach of Ana' }] },
      { ...old, at: at + 1, resourceId: 'ben', ignored: [{ attribute: 'custom_4', reason: 'unknown' }] },
      { ...old, at: at + 2, resourceId: 'g', resourceType: 'Group', membersUnknown: { count: 1, ids: ['x'] } },
      { ...old, at: at + 3, outcome: 'refused', failure: { kind: 'InvalidValue', detail: 'a detail' } },
      { ...old, at: at + 4, operation: 'delete', resourceId: 'ana', resourceName: 'Ana' },
    ];
    file.exec("INSERT INTO tenants (tenant, id) VALUES (1, 'tenant-1')");
    const insert = file.prepare('INSERT INTO activity (sequence, tenant, record) VALUES (?, 1, ?)');
    for (const [index, record] of records.entries()) insert.run(index * 10 + 1, JSON.stringify(record));
    file
      .prepare('INSERT INTO events (tenant, event) VALUES (1, ?)')
      .run(JSON.stringify({ kind: 'updated', at: at + 7 }));
    file.close();

    const storage = await openStorage(path);
    const { activity, earlierEvents, events } = storage.forOrganisation(organisationId('tenant-1'));
    const page = async (filter: object) =>
      (await run(activity.page({ limit: 10, ...filter }))).map(({ record }) => record);
    const times = async (filter: object) => (await page(filter)).map((record) => record.at - at);
    expect((await page({})).map((record) => record.caller)).toEqual(
      records.map(() => ({ tokenFingerprint: '0123456789abcdef', requestId: 'request-1' })),
    );
    expect(await times({ outcome: 'ignored' })).toEqual([2, 1]);
    expect(await times({ outcome: 'refused' })).toEqual([3]);
    expect(await times({ resource: { id: 'ana' } })).toEqual([4, 0]);
    expect(await times({ since: at + 3, until: at + 4 })).toEqual([3]);
    const hours = await run(activity.countByHour(0, Number.MAX_SAFE_INTEGER));
    expect(hours.map(({ outcome, count }) => [outcome, count]).toSorted()).toEqual([
      ['applied', 4],
      ['refused', 1],
    ]);
    while (await run(storage.trimLogs({})));
    expect(JSON.stringify(await page({}))).not.toContain('Ana');
    expect((await page({}))[4]?.erased).toEqual({ changes: 1, ignored: 0 });
    while (await run(storage.trimLogs({ activityBefore: at + 10, eventsBefore: at + 7 })));
    expect([await times({}), (await run(earlierEvents.after(0, 10))).length]).toEqual([[], 1]);
    expect([await run(events.after(0, 10)), await run(events.last())]).toEqual([[], 0]);
    // Numbers are not issued again.
    await run(createUser(storage.forOrganisation(organisationId('tenant-1')).resources, 1));
    expect((await run(activity.after({ limit: 1 })))[0]?.position).toMatch(/\.42$/u);
    await run(storage.close());
  });

  it('takes users of version 7 as told of by the newest mapping set, and begins the feed with 1', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const file = new Database(path);
    migrate(file, path, MIGRATIONS.slice(0, 7));
    const event = { kind: 'updated', resourceType: 'User', resourceId: idOf(1), at: 7 };
    file.exec(`INSERT INTO tenants (tenant, id) VALUES (1, 'tenant-1'), (2, 'tenant-2')`);
    file.exec(`INSERT INTO revisions VALUES (1, 'mappingSet', 1, 0, 'x', '{}'), (1, 'mappingSet', 2, 0, 'x', '{}')`);
    const row = file.prepare(
      `INSERT INTO resources (tenant, type, id, version, created, last_modified, document, comparable)
       VALUES (?, ?, ?, 1, 0, 0, '{}', jsonb('{}'))`,
    );
    for (const tenant of [1, 2]) for (const n of [1, 2]) row.run(tenant, n === 1 ? 'User' : 'Group', idOf(n));
    file.prepare('INSERT INTO events (sequence, tenant, at, event) VALUES (41, 1, 7, ?)').run(JSON.stringify(event));
    file.close();

    const storage = await openStorage(path);
    const [one, two] = ['tenant-1', 'tenant-2'].map((id) => storage.forOrganisation(organisationId(id)));
    const behind = async (version: number) => [
      one && (await run(one.resources.behindMapping(version, 9))),
      two && (await run(two.resources.behindMapping(version, 9))),
    ];
    expect([await behind(1), await behind(2), await behind(3)]).toEqual([
      [[], [idOf(1)]],
      [[], [idOf(1)]],
      [[idOf(1)], [idOf(1)]],
    ]);
    expect(one && (await run(one.earlierEvents.after(40, 9)))).toEqual([{ sequence: 41, event }]);
    if (one !== undefined) await run(createUser(one.resources, 3));
    expect(one && (await run(one.events.after(0, 9))).map(({ sequence }) => sequence)).toEqual([1]);
    await run(storage.close());
  });

  it('finds the events that version 9 has of a person, also where an erasure has begun, and those that follow', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const file = new Database(path);
    migrate(file, path, MIGRATIONS.slice(0, 9));
    file.exec(`INSERT INTO tenants (tenant, id) VALUES (1, 'tenant-1'), (2, 'tenant-2')`);
    const row = file.prepare(
      `INSERT INTO resources (tenant, type, id, version, created, last_modified, mapping_version, document, comparable)
       VALUES (?, 'User', ?, 1, 0, 0, 0, '{}', jsonb('{}'))`,
    );
    for (const tenant of [1, 2]) for (const n of [1, 2]) row.run(tenant, idOf(n + 10 * tenant));
    file.exec(`INSERT INTO spans (tenant, type, first_id, count) VALUES (1, 'User', '', 2)`);
    const event = file.prepare(
      `INSERT INTO feed (tenant, sequence, at, person, has_last_profile, event) VALUES (?, ?, ?, ?, 0, ?)`,
    );
    const people = [11, 12, 11, 13, 11, 13, 12];
    for (const [index, n] of people.entries()) {
      const subject = { type: 'user', id: idOf(n) };
      const told = JSON.stringify({
        type: 'user.updated',
        at: 7,
        subject,
        cause: { kind: 'scim' },
        data: { user: 'x' },
      });
      event.run(1, index + 1, 7, idOf(n), told);
    }
    // Deleted before the new version came, and not erased to the end.
    file.prepare('INSERT INTO erasures (tenant, resource_id) VALUES (1, ?)').run(idOf(13));
    file.close();

    const storage = await openStorage(path);
    const { events, resources } = storage.forOrganisation(organisationId('tenant-1'));
    const erased = async () =>
      (await run(events.after(0, 99))).map(({ event: { erased: isErased, subject } }) =>
        isErased === true ? 'erased' : Number.parseInt(subject.id.slice(-2), 16),
      );
    while (await run(storage.trimLogs({})));
    expect(await erased()).toEqual([11, 12, 11, 'erased', 11, 'erased', 12]);
    const target = { resourceType: 'User', id: idOf(11) };
    const write = writeOf({ userName: 'ana', title: 'Coach' });
    await run(resources.change(target, () => Result.succeed({ kind: 'write', ...write })));
    const { describe: describeWrite } = writeOf({});
    const deleted = { kind: 'delete', at: 8, erases: true, describe: describeWrite } as const;
    await run(resources.change(target, () => Result.succeed(deleted)));
    expect((await erased()).slice(0, 8)).toEqual(['erased', 12, 'erased', 'erased', 'erased', 'erased', 12, 'erased']);
    await run(storage.close());
  });

  it('keeps what is stored when it is opened again', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const storage = await openStorage(path);
    await run(createUser(acmeOf(storage), 1, { title: 'Engineer' }));
    expect(await run(storage.installationSecret('first'))).toBe('first');
    await run(storage.close());
    const again = await openStorage(path);
    expect(await run(again.installationSecret('second'))).toBe('first');
    const { resources } = await run(
      acmeOf(again).list({ resourceType: 'User', offset: 0, limit: 10, withMemberships: false }),
    );
    expect(resources.map(({ document }) => document)).toEqual([{ userName: 'user-1', title: 'Engineer' }]);
    await run(again.close());
  });
});

describe('published migrations', () => {
  // Files out there were made by them: a change would leave those files behind. What is to be different is a new migration.
  const published = [
    [1, 'b8dc0cbb197a85e7164b6709d78f8d21027d652d75e05c9ee68bc75f23b2145a'],
    [2, 'e15b8ccbaf224e554116d828150c587fa26bf8e95e8ec1b6180ae9ada87f6932'],
    [3, 'd431e18cb427aaf24f213e07326720744808ef3f1bb6c0749e23933bd843f41a'],
    [4, '9e2d1af674d0a3198bcf8fb75a7b6188808b08001bd1ebc69c93bc7368956650'],
    [5, '36d2f3aa1ee8e90143f74db35f3862f6fa8f616096ce712ee88b77270e69b6d4'],
    [6, '918c26353cb0c8bf00c3f36be2ec14f88391e102a345ccf221b5edf0da9c20f9'],
    [7, '4cfdd5696009919b660a76888488ed51d14fa2ca0f44f42e93ad63053b0499b6'],
    [8, '0e001c9b65612bc825494da7872d31de6fbd1dbdb7499a816d4196491b132c3e'],
    [9, '39a716cb03b899d2cb27113874d7a9de0d0b9eaffcbd64aca3cb4b370053d09f'],
    [10, '9d343f169e1f04fec50a7d3289b01e4afb707d36803089940691ed8af3ffb3b8'],
    [11, 'ad1cd2b8c0226ed6f04c39a9ae4838964fa5db7b47c575d145f995dd3b24f0ed'],
    [12, '9b37b9edda4950a5c05aac0b867111a6339e1165893ad241081e08d22043452c'],
  ] as const;

  it('all have their hash here', () => {
    expect(published.map(([version]) => version)).toEqual(MIGRATIONS.map((_migration, index) => index + 1));
  });

  it.each(published)('%i is as it was published', (version, sha256) => {
    const statements = JSON.stringify(MIGRATIONS[version - 1]?.statements);
    expect(createHash('sha256').update(statements).digest('hex')).toBe(sha256);
  });
});

describe('migrate', () => {
  const first: Migration = { name: 'first', statements: ['CREATE TABLE one (a)'] };
  const second: Migration = {
    name: 'second',
    statements: ['CREATE TABLE two (a)', 'INSERT INTO two SELECT a FROM one'],
  };
  const broken: Migration = { name: 'broken', statements: ['CREATE TABLE three (a)', 'SELECT * FROM missing'] };
  const tables = (file: Database.Database) => file.prepare('SELECT name FROM sqlite_schema').pluck().all();

  it('applies only what is missing', () => {
    const file = new Database(':memory:');
    migrate(file, 'test', [first]);
    file.exec('INSERT INTO one VALUES (7)');
    migrate(file, 'test', [first, second]);
    migrate(file, 'test', [first, second]);
    expect(file.prepare('SELECT a FROM two').pluck().all()).toEqual([7]);
    expect(file.pragma('user_version', { simple: true })).toBe(2);
  });

  it('holds the write lock from before it looks which are missing', () => {
    const path = join(temporaryDirectory(), 'locked.db');
    const [file, other] = [new Database(path), new Database(path, { timeout: 0 })];
    const attempts: string[] = [];
    file.function('attempt', () => {
      try {
        other.exec('BEGIN IMMEDIATE; ROLLBACK');
        attempts.push('done');
      } catch (cause) {
        attempts.push(cause instanceof Database.SqliteError ? cause.code : String(cause));
      }
      return 1;
    });
    migrate(file, path, [{ name: 'looks', statements: ['SELECT attempt()'] }]);
    expect(attempts).toEqual(['SQLITE_BUSY']);
    for (const each of [file, other]) each.close();
  });

  it('undoes all of them when one fails', () => {
    const file = new Database(':memory:');
    migrate(file, 'test', [first]);
    expect(() => migrate(file, 'test', [first, second, broken])).toThrow('missing');
    expect(tables(file)).toEqual(['one']);
    expect(file.pragma('user_version', { simple: true })).toBe(1);
  });
});

describe('a start', () => {
  it('writes nothing to a file that is current', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    await run((await openStorage(path)).close());
    const before = readFileSync(path);
    const file = new Database(path);
    const version = (): unknown => file.pragma('data_version', { simple: true });
    const first = version();
    const storage = await openStorage(path);
    expect([version(), readFileSync(path).equals(before)]).toEqual([first, true]);
    await run(storage.close());
    file.close();
  });

  it.each([
    ['of another application', 'PRAGMA application_id = 7', 'ForeignDatabase'],
    ['that is newer', `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 9`, 'DatabaseTooNew'],
  ])('changes nothing in a file %s by the time that it has the lock', (_which, pragma, tag) => {
    const file = new Database(':memory:');
    file.exec(pragma);
    const migrated = migrate(file, 'test', [{ name: 'first', statements: ['CREATE TABLE one (a)'] }]);
    expect(migrated).toMatchObject({ failure: { _tag: tag, path: 'test' } });
    expect(file.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual([]);
    file.close();
  });
});

describe('refusing a file', () => {
  it('of a newer version, naming both versions and what to do, and leaving it alone', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    await run((await openStorage(path)).close());
    const file = new Database(path);
    file.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    file.close();
    const before = readFileSync(path);
    const failure = await failureOf(path);
    expect(failure).toMatchObject({ _tag: 'DatabaseTooNew', found: MIGRATIONS.length + 1, known: MIGRATIONS.length });
    expect(failure?.message).toContain(`schema version ${MIGRATIONS.length + 1}`);
    expect(failure?.message).toContain(`up to ${MIGRATIONS.length}`);
    expect(failure?.message).toContain('backup');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['with tables but without our mark', ['CREATE TABLE notes (a)']],
    ['marked by another application', ['PRAGMA application_id = 7']],
    ['empty but versioned by somebody', ['PRAGMA user_version = 1']],
  ])('%s, leaving it alone', async (_, statements) => {
    const path = join(temporaryDirectory(), 'other.db');
    const file = new Database(path);
    for (const statement of statements) file.exec(statement);
    file.close();
    const before = readFileSync(path);
    const reason = 'it belongs to another application';
    expect(await failureOf(path)).toMatchObject({ _tag: 'ForeignDatabase', reason });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('that is no database', async () => {
    const path = join(temporaryDirectory(), 'letter.txt');
    writeFileSync(path, 'Dear reader, this is not a database. '.repeat(200));
    const failure = await failureOf(path);
    expect(failure).toMatchObject({ _tag: 'ForeignDatabase' });
    expect(failure?.message).toContain('not a SQLite file');
  });

  it('that cannot be created, naming the path', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'file'), '');
    const path = join(directory, 'file', 'scim.db');
    const failure = await failureOf(path);
    expect(failure).toMatchObject({ _tag: 'DatabaseNotUsable' });
    expect(failure?.message).toContain(path);
  });
});

describe('two programs that start at once', () => {
  it('both find the same finished schema', { timeout: 60_000 }, async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const program = join(import.meta.dirname, 'support', 'create-users.ts');
    const start = async (first: number): Promise<number> => {
      const child = spawn(process.execPath, ['--conditions=source', program, path, String(first), '20'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = (await once(child, 'exit')) as [number];
      return code;
    };
    expect(await Promise.all([start(1), start(101), start(201)])).toEqual([0, 0, 0]);
    const storage = await openStorage(path);
    const page = await run(acmeOf(storage).list({ resourceType: 'User', offset: 0, limit: 0, withMemberships: false }));
    expect(page.total).toBe(60);
    await run(storage.close());
  });
});
