// Files of every released version, brought to the newest one by whoever opens them: what they hold stays, a backup of before is
// made first, and a process that is killed meanwhile loses nothing.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openSqliteStorage, type StorageNotice } from '../src/index.ts';
import { inspectDatabase, restoreDatabase } from '../src/maintenance/index.ts';
import { MIGRATIONS } from '../src/migrations/migrations.ts';
import { acmeOf, createUser, idOf, writeOf } from './support/directory.ts';
import { fillLogs, makeReleasedFile } from './support/released-files.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const NEWEST = MIGRATIONS.length;
const versions = MIGRATIONS.map((_migration, index) => index + 1);
const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');

const open = async (path: string, upgradeBackups = 3) => {
  const notices: StorageNotice[] = [];
  const onNotice = (notice: StorageNotice): void => void notices.push(notice);
  const storage = await run(openSqliteStorage({ path, registry: standardRegistry, upgradeBackups, onNotice }));
  return { storage, notices };
};

const openingFails = async (path: string) => {
  const outcome = await outcomeOf(openSqliteStorage({ path, registry: standardRegistry, upgradeBackups: 3 }));
  if (Result.isSuccess(outcome)) throw new Error('it was opened');
  return outcome.failure;
};

const backupsOf = (path: string): readonly string[] => {
  const folder = join(path, '..', 'backups');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};

const schemaOf = (path: string): number => {
  const file = new Database(path, { readonly: true });
  const version = Number(file.pragma('user_version', { simple: true }));
  file.close();
  return version;
};

/** What everybody sees of the files that `makeReleasedFile` makes. */
const contentsOf = async (path: string) => {
  const { storage } = await open(path, 0);
  const { resources, activity, earlierEvents } = storage.forOrganisation(ACME);
  const all = { offset: 0, limit: 10, withMemberships: true };
  const users = await run(resources.list({ resourceType: 'User', ...all }));
  const groups = await run(resources.list({ resourceType: 'Group', ...all }));
  const contents = {
    organisations: (await run(storage.organisations.list())).map(({ name, profile, created }) => [
      name,
      profile,
      created,
    ]),
    users: users.resources.map(({ id, version, document, lastModified }) => ({ id, version, document, lastModified })),
    groups: groups.resources.map(({ id, document, memberships }) => ({ id, document, memberships })),
    totals: [users.total, groups.total],
    token: (await run(storage.tokens.byFingerprint('hash-of'))).map(({ token }) => [token.hash, token.lastUsed]),
    activity: (await run(activity.page({ limit: 10 }))).map(({ record }) => [
      record.at,
      record.resourceId,
      record.caller,
    ]),
    events: (await run(earlierEvents.after(0, 10))).map(({ event }) => event),
    // The name of version 1 is still taken, in any case.
    taken: await tagOf(
      resources.create({ resourceType: 'User', id: idOf(9) }, writeOf({ userName: 'ANA@acme.example' })),
    ),
  };
  await run(createUser(acmeOf(storage), 8));
  const after = await run(resources.list({ resourceType: 'User', ...all }));
  await run(storage.close());
  return { ...contents, after: after.total };
};

describe.each(versions)('a file of schema version %i', (version) => {
  it('holds the same in the newest version as one of version 1 does, whole, and its backup does, too', async () => {
    const [directory, first] = [temporaryDirectory(), join(temporaryDirectory(), 'scim.db')];
    const path = join(directory, 'scim.db');
    makeReleasedFile(first, 1);
    makeReleasedFile(path, version);
    const { storage, notices } = await open(path);
    await run(storage.close());
    const inspected = inspectDatabase({ path, full: true });
    expect(Result.isSuccess(inspected) && inspected.success).toMatchObject({
      schemaVersion: NEWEST,
      faults: [],
      misfits: [],
      counts: { organisations: 1, users: 2, groups: 1 },
    });
    const backups = backupsOf(path);
    expect(backups.map(schemaOf)).toEqual(version === NEWEST ? [] : [version]);
    expect(notices).toEqual(
      backups.flatMap((backup) => [
        { kind: 'upgrading', message: expect.stringContaining(`${version} and is brought to ${NEWEST}`) },
        { kind: 'backed up', message: expect.stringContaining(backup) },
      ]),
    );
    const expected = await contentsOf(first);
    expect(expected).toMatchObject({ totals: [2, 1], taken: 'Uniqueness', after: 3 });
    expect(await contentsOf(path)).toEqual(expected);
    for (const backup of backups) expect(await contentsOf(backup)).toEqual(expected);
  });
});

describe('the backup before an upgrade', () => {
  const make = (version = NEWEST - 1): string => {
    const path = join(temporaryDirectory(), 'scim.db');
    makeReleasedFile(path, version);
    return path;
  };

  it('is for its owner alone, in a folder for its owner alone', async () => {
    const path = make();
    await run((await open(path)).storage.close());
    const [backup = ''] = backupsOf(path);
    expect(backup).toMatch(new RegExp(`/backups/before-schema-${NEWEST}-\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z\\.sqlite$`, 'u'));
    expect([statSync(backup).mode & 0o777, statSync(join(backup, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('is one of the newest that are kept, whatever else lies there', async () => {
    const path = make(2);
    const folder = join(path, '..', 'backups');
    mkdirSync(folder);
    const old = ['3-2020-01-01T00-00-00-000Z', '10-2020-01-03T00-00-00-000Z', '9-2020-01-02T00-00-00-000Z'];
    for (const name of old) writeFileSync(join(folder, `before-schema-${name}.sqlite`), '');
    writeFileSync(join(folder, 'mine.sqlite'), '');
    await run((await open(path, 2)).storage.close());
    expect(readdirSync(folder).toSorted()).toEqual([
      'before-schema-10-2020-01-03T00-00-00-000Z.sqlite',
      expect.stringContaining(`before-schema-${NEWEST}-`),
      'mine.sqlite',
    ]);
  });

  it('is not made where it is switched off, nor of a new file', async () => {
    const path = make();
    await run((await open(path, 0)).storage.close());
    const fresh = join(temporaryDirectory(), 'scim.db');
    await run((await open(fresh)).storage.close());
    expect([backupsOf(path), schemaOf(path), backupsOf(fresh)]).toEqual([[], NEWEST, []]);
  });

  it('that cannot be made keeps the upgrade from being made', async () => {
    const path = make();
    writeFileSync(join(path, '..', 'backups'), 'a file in its place');
    const failure = await openingFails(path);
    expect(failure).toMatchObject({ _tag: 'DatabaseNotBackedUp', from: NEWEST - 1, to: NEWEST });
    expect(failure.message).toMatch(/could not be made: EEXIST.*Nothing was changed/u);
    expect(schemaOf(path)).toBe(NEWEST - 1);
  });

  it('for which there is no space keeps the upgrade from being made, and leaves nothing behind', async () => {
    const path = make(3);
    fillLogs(path, 2000);
    // Files of this process may have 64 KB: less than the backup, more than what SQLite keeps beside a database.
    const limited = `ulimit -f 128; exec "$@"`;
    const program = join(import.meta.dirname, 'support', 'open-and-close.ts');
    const command = [process.execPath, '--conditions=source', program, path];
    const { status, stderr } = spawnSync('/bin/sh', ['-c', limited, 'sh', ...command], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/DatabaseNotBackedUp.*could not be made/u);
    expect([schemaOf(path), backupsOf(path)]).toEqual([3, []]);
  });

  it('of a damaged file is none, and the file is left as it is', async () => {
    const path = make();
    const file = new Database(path);
    file.pragma('journal_mode = DELETE');
    const page = Number(file.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'memberships'").pluck().get());
    file.close();
    const bytes = Buffer.alloc(4096, 0xa5);
    const raw = openSync(path, 'r+');
    writeSync(raw, bytes, 0, bytes.length, (page - 1) * 4096);
    closeSync(raw);
    const failure = await openingFails(path);
    expect([failure._tag, failure.message.startsWith(path), schemaOf(path)]).toEqual([
      'DatabaseDamaged',
      true,
      NEWEST - 1,
    ]);
    expect(backupsOf(path)).toEqual([]);
  });

  it('is what a version that is too old is told to go back to, and can', async () => {
    const path = make();
    const options = { path, registry: standardRegistry, upgradeBackups: 1, software: '7.8.9' };
    await run((await run(openSqliteStorage(options))).close());
    const file = new Database(path);
    file.pragma(`user_version = ${NEWEST + 1}`);
    file.close();
    const failure = await openingFails(path);
    const [backup = ''] = backupsOf(path);
    expect(failure).toMatchObject({ _tag: 'DatabaseTooNew', backup, writtenBy: '7.8.9' });
    expect(failure.message).toContain('Start version 7.8.9, which wrote the file (or a newer one)');
    expect(failure.message).toContain(`restore the backup from before the upgrade, ${backup}`);
    const restored = restoreDatabase({ path, backup, temporary: `${path}.partial`, aside: `${path}.aside` });
    expect(Result.isSuccess(restored)).toBe(true);
    expect((await contentsOf(path)).totals).toEqual([2, 1]);
  });
});

describe('a process that is killed while it upgrades', () => {
  const PROGRAM = join(import.meta.dirname, 'support', 'open-and-close.ts');
  const RECORDS = 20_000;

  /** Whether the program is at the moment; asked again and again. */
  type Moment = (path: string, printed: string) => boolean;
  const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const moments: readonly (readonly [string, Moment])[] = [
    ['the backup is begun', (path) => backupsOf(path).some((file) => file.endsWith('.partial'))],
    ['the backup is made', (_path, printed) => printed.includes('a backup was made')],
    ['the first pages are written', (path) => bytesOf(`${path}-wal`) > 0],
    ['many pages are written', (path) => bytesOf(`${path}-wal`) > 1_000_000],
  ];

  it.each(moments)('when %s: the next start upgrades it, and nothing is lost', async (_name, isNow) => {
    const path = join(temporaryDirectory(), 'scim.db');
    makeReleasedFile(path, 3);
    fillLogs(path, RECORDS);
    const child = spawn(process.execPath, ['--conditions=source', PROGRAM, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const exited = once(child, 'exit');
    while (child.exitCode === null && !isNow(path, printed)) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await exited;
    expect([3, NEWEST]).toContain(schemaOf(path));
    const { storage } = await open(path);
    await run(storage.close());
    const inspected = inspectDatabase({ path, full: true });
    expect(Result.isSuccess(inspected) && inspected.success).toMatchObject({
      schemaVersion: NEWEST,
      faults: [],
      misfits: [],
    });
    const file = new Database(path, { readonly: true });
    expect(file.prepare('SELECT count(*) FROM activity').pluck().get()).toBe(RECORDS + 1);
    file.close();
    // Nothing of what was begun is left.
    const backups = backupsOf(path);
    expect(backups.length).toBeGreaterThan(0);
    expect(backups.map(schemaOf)).toEqual(backups.map(() => 3));
    expect((await contentsOf(path)).totals).toEqual([2, 1]);
  });
});
