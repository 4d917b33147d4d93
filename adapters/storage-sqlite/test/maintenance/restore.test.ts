// A restoration puts a whole backup in the place of a database that nobody has open, or changes nothing.
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/migrations/migrations.ts';
import { backUpDatabase, restoreDatabase } from '../../src/maintenance/index.ts';
import { inPlaceOf, watchDisk } from '../support/disk.ts';
import { aroundCopies, beforePragmas, watchConnections } from '../support/driver-calls.ts';
import {
  addUsers,
  damage,
  damageSchema,
  filledFile,
  overwrite,
  reasonOf,
  spoil,
  usersIn,
  whole,
} from '../support/filled-file.ts';

const USERS = 2;

let directory = '';
let path = '';
let copy = '';
let aside = '';

/** A database of three users, and a backup of it from before the third. */
beforeEach(async () => {
  ({ directory, path, copy } = await filledFile(USERS));
  aside = `${path}.aside`;
  Result.getOrThrow(backUpDatabase({ path, target: copy, temporary: `${copy}.partial`, force: false }));
  await addUsers(path, USERS + 1, USERS + 1);
});

const restore = (backup = copy, to = path) =>
  restoreDatabase({ path: to, backup, temporary: join(directory, 'new.partial'), aside });

const left = () => readdirSync(directory).toSorted();

const unchanged = () => expect([left(), usersIn(path)]).toEqual([['copy.db', 'scim.db'], whole(USERS + 1)]);

describe('a restoration', () => {
  it('only reads the backup, and closes what it opened', () => {
    const connections = watchConnections();
    expect(Result.isSuccess(restore())).toBe(true);
    const ofBackup = [...connections].filter(({ name }) => name === copy);
    expect(ofBackup.map(({ readonly }) => readonly)).toEqual([true, true]);
    expect([...connections].filter(({ open }) => open)).toEqual([]);
  });

  it('is on the disk before it takes the place, which is never empty, and its name is when it is done', () => {
    const steps = watchDisk();
    expect(restore()).toMatchObject({ success: { wasReplaced: true, wasUnused: true } });
    expect(steps).toEqual([
      'sync new.partial',
      'link scim.db scim.db.aside',
      'rename new.partial scim.db',
      `sync ${directory.split('/').at(-1)}`,
    ]);
    expect([usersIn(path), usersIn(aside), left()]).toEqual([
      whole(USERS),
      whole(USERS + 1),
      ['copy.db', 'scim.db', 'scim.db.aside'],
    ]);
  });

  it('keeps what was there also where a file can have one name alone', () => {
    inPlaceOf('linkSync', () => () => {
      throw new Error('operation not supported');
    });
    expect(Result.isSuccess(restore())).toBe(true);
    expect([usersIn(path), usersIn(aside)]).toEqual([whole(USERS), whole(USERS + 1)]);
  });

  it('has the database to itself while it exchanges the files', () => {
    const others: string[] = [];
    inPlaceOf('renameSync', (rename) => (from, to) => {
      const other = new Database(path, { timeout: 0 });
      try {
        other.prepare('SELECT count(*) FROM resources').get();
        others.push('reads');
      } catch (cause) {
        others.push(cause instanceof Database.SqliteError ? cause.code : String(cause));
      }
      other.close();
      rename(from, to);
    });
    expect(Result.isSuccess(restore())).toBe(true);
    expect(others).toEqual(['SQLITE_BUSY']);
  });

  it('is for its owner alone, whoever may read the backup', () => {
    chmodSync(copy, 0o644);
    restore();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.runIf(process.getuid?.() === 0)('belongs to whom the database belongs, or its directory', () => {
    chownSync(directory, 4711, 4712);
    chownSync(path, 4713, 4714);
    restore();
    expect(statSync(path)).toMatchObject({ uid: 4713, gid: 4714 });
    rmSync(path);
    rmSync(aside);
    restore();
    expect(statSync(path)).toMatchObject({ uid: 4711, gid: 4712 });
  });

  it('does not take in what was left of a database that is gone', () => {
    // As after a process was killed and the database removed.
    const database = new Database(path);
    database.exec("UPDATE organisations SET name = 'left over'");
    const log = readFileSync(`${path}-wal`);
    copyFileSync(`${path}-shm`, join(directory, 'index'));
    database.close();
    rmSync(path);
    writeFileSync(`${path}-wal`, log);
    renameSync(join(directory, 'index'), `${path}-shm`);
    expect(restore()).toMatchObject({ success: { wasReplaced: false, wasUnused: true } });
    expect(left()).toEqual(['copy.db', 'scim.db', 'scim.db.aside-wal']);
    expect(readFileSync(`${aside}-wal`)).toEqual(log);
    expect(usersIn(path)).toEqual(whole(USERS));
  });

  it('takes the place of an empty file', () => {
    writeFileSync(path, '');
    expect(restore()).toMatchObject({ success: { wasReplaced: true, wasUnused: true } });
    expect([usersIn(path), statSync(aside).size]).toEqual([whole(USERS), 0]);
  });

  it.each([
    ['can be told of one whose rows are damaged', () => damage(path, 'resources'), true],
    ['cannot be told of one whose schema is damaged', () => damageSchema(path), false],
    ['cannot be told of one that is no database any more', () => overwrite(path, 0, 4096), false],
  ])('that nobody has the database open %s', (_which, spoilt, wasUnused) => {
    spoilt();
    const before = readFileSync(path);
    expect(restore()).toMatchObject({ success: { wasReplaced: true, wasUnused } });
    expect(usersIn(path)).toEqual(whole(USERS));
    // Less the number of the journal mode, in which nobody else has it open.
    const after = readFileSync(aside);
    for (const bytes of [before, after]) bytes.fill(0, 18, 20).fill(0, 24, 28).fill(0, 92, 100);
    expect(after.equals(before)).toBe(true);
  });

  it('whose file is replaced at the same time is refused', () => {
    inPlaceOf('renameSync', (rename) => (from, to) => {
      rename(from, to);
      writeFileSync(`${path}.other`, '');
      if (to === path) rename(`${path}.other`, path);
    });
    expect(reasonOf(restore())).toBe(`${path} was replaced by somebody else at the same time`);
  });
});

describe('a restoration is refused, and changes nothing,', () => {
  it('while somebody reads the database', () => {
    const reader = new Database(path);
    reader.exec('BEGIN; SELECT 1 FROM organisations');
    expect(reasonOf(restore())).toBe(`${path} is in use: stop the server first. Nothing was changed`);
    reader.close();
    unchanged();
  });

  it('from the database itself', () => {
    expect(reasonOf(restore(path))).toBe(`${path} is the database itself`);
    unchanged();
  });

  it('from nothing, also where there is no database', () => {
    const nothing = join(directory, 'nothing.db');
    expect(restore(nothing)).toMatchObject({ failure: { _tag: 'DatabaseMissing', path: nothing } });
    expect(restore(nothing, join(directory, 'other.db'))).toMatchObject({ failure: { _tag: 'DatabaseMissing' } });
    unchanged();
  });

  it.each([
    ['rows are', () => damage(copy, 'resources')],
    ['schema is', () => damageSchema(copy)],
    ['end is missing and which is', () => truncateSync(copy, 4096)],
  ])('from a backup whose %s damaged', (_what, spoilt) => {
    spoilt();
    expect(reasonOf(restore())).toMatch(
      /copy\.db is damaged \((?:Error: )?\S.*\): take another backup\. Nothing was changed$/u,
    );
    unchanged();
  });

  it('from what is no backup, or one that is too new', () => {
    spoil(copy, `PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    expect(restore()).toMatchObject({ failure: { _tag: 'DatabaseTooNew', path: copy } });
    rmSync(copy);
    spoil(copy, 'CREATE TABLE somebody_elses (x)');
    expect(restore()).toMatchObject({ failure: { _tag: 'ForeignDatabase', path: copy } });
    writeFileSync(copy, 'a letter to the operator, long enough to be a page or so. '.repeat(100));
    expect(reasonOf(restore())).toBe(`${copy} is no backup: it is not a SQLite file. Nothing was changed`);
    unchanged();
  });

  it('where SQLite cannot take the database for itself', () => {
    const cause = new Database.SqliteError('disk I/O error', 'SQLITE_IOERR');
    beforePragmas((text) => {
      if (text === 'journal_mode = DELETE') throw cause;
    });
    expect(restore()).toMatchObject({ failure: { _tag: 'DatabaseNotUsable', path, cause } });
    unchanged();
  });

  it('where the name that the database would get is taken', () => {
    writeFileSync(aside, 'precious');
    expect(reasonOf(restore())).toBe(`${aside} exists already`);
    expect(readFileSync(aside, 'utf8')).toBe('precious');
    rmSync(aside);
    unchanged();
  });

  it('where the copy cannot be made or cannot be used', () => {
    const taken = join(directory, 'new.partial');
    writeFileSync(taken, 'precious');
    expect(restore()).toMatchObject({ failure: { _tag: 'MaintenanceRefused', cause: { code: 'EEXIST' } } });
    expect(readFileSync(taken, 'utf8')).toBe('precious');
    rmSync(taken);
    aroundCopies({ after: (made) => spoil(made, 'DELETE FROM organisations') });
    expect(restore()).toMatchObject({ failure: { _tag: 'DatabaseDamaged' } });
    unchanged();
  });

  it('in the place of a directory', () => {
    const folder = join(directory, 'folder');
    mkdirSync(folder);
    expect(restore(copy, folder)).toMatchObject({ _tag: 'Failure' });
    expect([existsSync(aside), readdirSync(folder)]).toEqual([false, []]);
    rmSync(folder, { recursive: true });
    unchanged();
  });

  it('in the place of the database of another application, even without tables', () => {
    rmSync(path);
    spoil(path, 'CREATE TABLE somebody_elses (x)');
    const before = readFileSync(path);
    expect(restore()).toMatchObject({ failure: { _tag: 'ForeignDatabase', path } });
    const connections = watchConnections();
    expect(reasonOf(restore())).toContain('it belongs to another application');
    expect([...connections].filter(({ open }) => open)).toEqual([]);
    expect([readFileSync(path), left()]).toEqual([before, ['copy.db', 'scim.db']]);
  });
});
