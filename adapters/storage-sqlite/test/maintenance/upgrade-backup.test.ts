// Which backups before an upgrade are made, kept, cleared away and named.
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { Result } from 'effect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { upgradeBackupFolder } from '../../src/maintenance/index.ts';
import { backUpBeforeUpgrade, usableBackupOf, type UpgradePlan } from '../../src/maintenance/upgrade-backup.ts';
import { MIGRATIONS } from '../../src/migrations/migrations.ts';
import { openStorage } from '../support/directory.ts';
import { makeReleasedFile } from '../support/released-files.ts';
import { reasonOf, spoil } from '../support/filled-file.ts';
import { aroundCopies, watchConnections } from '../support/driver-calls.ts';
import { run } from '../support/run-effect.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const NEWEST = MIGRATIONS.length;
/** 2026-01-02T03:04:05.678Z */
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const NAME = `before-schema-${NEWEST}-2026-01-02T03-04-05-678Z.sqlite`;

let path = '';
let folder = '';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  const directory = temporaryDirectory();
  path = join(directory, 'scim.db');
  folder = join(directory, 'backups');
  makeReleasedFile(path, 2);
});
afterEach(() => void vi.useRealTimers());

const backUp = (keep = 1, onBegin?: (plan: UpgradePlan) => void) =>
  backUpBeforeUpgrade({ path, keep, ...(onBegin !== undefined && { onBegin }) });

const kept = () => readdirSync(folder).toSorted();

/** Puts files into the folder of the backups. */
const fill = (...names: readonly string[]): void => {
  mkdirSync(folder, { recursive: true });
  for (const name of names) writeFileSync(join(folder, name), '');
};

describe('a backup before an upgrade', () => {
  it('has the version and the time in its name, and is told of with both versions', () => {
    const plans: UpgradePlan[] = [];
    const made = backUp(1, (plan) => plans.push(plan));
    const file = join(folder, NAME);
    expect(made).toEqual(Result.succeed({ file, bytes: statSync(file).size, from: 2, to: NEWEST }));
    expect(plans).toEqual([{ folder, from: 2, to: NEWEST }]);
    expect([kept(), statSync(folder).mode & 0o777]).toEqual([[NAME], 0o700]);
  });

  it('lies beside the file itself, also of one that a link leads to', () => {
    const link = join(temporaryDirectory(), 'link.db');
    symlinkSync(path, link);
    expect(upgradeBackupFolder(link)).toBe(folder);
    expect(backUpBeforeUpgrade({ path: link, keep: 1 })).toMatchObject({ success: { file: join(folder, NAME) } });
  });

  it.each([
    [1, [NAME]],
    [2, ['before-schema-9-2025-03-01T00-00-00-000Z.sqlite', NAME]],
    [3, ['before-schema-10-2025-02-01T00-00-00-000Z.sqlite', 'before-schema-9-2025-03-01T00-00-00-000Z.sqlite', NAME]],
  ])('leaves %i of the newest, by time and not by version, and nothing of others is removed', (keep, names) => {
    fill(
      'before-schema-9-2025-03-01T00-00-00-000Z.sqlite',
      'before-schema-11-2025-01-01T00-00-00-000Z.sqlite',
      'before-schema-10-2025-02-01T00-00-00-000Z.sqlite',
      'before-schema-notes.txt',
      'mine.sqlite',
    );
    backUp(keep);
    expect(kept()).toEqual([...names, 'before-schema-notes.txt', 'mine.sqlite'].toSorted());
  });

  it('clears away what was begun by processes that are no more, and by this one', () => {
    const nobody = 2 ** 22 + 1;
    const begun = (pid: number | string) => `before-schema-9-2025-01-01T00-00-00-000Z.sqlite.${pid}.partial`;
    const others = [begun(1), 'before-schema-9.sqlite.1', `mine.${nobody}.partial`];
    fill(begun(nobody), `${begun(nobody)}-journal`, begun(process.pid), ...others);
    backUp();
    expect(kept()).toEqual([NAME, ...others].toSorted());
  });

  it('leaves alone what a process of somebody else makes', () => {
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
    });
    const begun = 'before-schema-9-2025-01-01T00-00-00-000Z.sqlite.77.partial';
    fill(begun);
    backUp();
    kill.mockRestore();
    expect(kept()).toEqual([NAME, begun].toSorted());
  });

  it.runIf(process.getuid?.() === 0)('belongs to whom the database belongs, with its folder', () => {
    chownSync(path, 4713, 4714);
    backUp();
    expect(statSync(folder)).toMatchObject({ uid: 4713, gid: 4714 });
    expect(statSync(join(folder, NAME))).toMatchObject({ uid: 4713, gid: 4714 });
  });

  it('is none of a file that is not there, not ours or current', async () => {
    const nothing = join(folder, '..', 'nothing.db');
    expect(backUpBeforeUpgrade({ path: nothing, keep: 1 })).toEqual(Result.succeed(undefined));
    await run((await openStorage(path)).close());
    expect([backUp(), readdirSync(join(folder, '..'))]).toEqual([Result.succeed(undefined), ['scim.db']]);
    spoil(path, 'PRAGMA application_id = 7');
    expect([backUp(), existsSync(folder)]).toEqual([Result.succeed(undefined), false]);
  });

  it('is taken back where another process has brought the file to the newest schema meanwhile', async () => {
    const newer = join(temporaryDirectory(), 'newer.db');
    makeReleasedFile(newer, NEWEST);
    fill('before-schema-9-2025-01-01T00-00-00-000Z.sqlite');
    expect(backUp(1, () => renameSync(newer, path))).toEqual(Result.succeed(undefined));
    expect(kept()).toEqual(['before-schema-9-2025-01-01T00-00-00-000Z.sqlite']);
  });

  it('that cannot be made says from where to where the upgrade would have gone, and why', () => {
    const refused = { _tag: 'DatabaseNotBackedUp', path, from: 2, to: NEWEST };
    expect(backUp(1, () => writeFileSync(join(folder, NAME), 'precious'))).toMatchObject({
      failure: { ...refused, reason: expect.stringContaining('exists already') },
    });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(backUp()).toMatchObject({ failure: { ...refused, reason: expect.stringContaining('EEXIST') } });
  });

  it('that is not like the original is damage of the file that is to be upgraded', () => {
    aroundCopies({
      after: (made) => spoil(made, 'DELETE FROM memberships; DELETE FROM lookups; DELETE FROM resources'),
    });
    const made = backUp();
    expect(made).toMatchObject({ failure: { _tag: 'DatabaseDamaged', path } });
    expect(reasonOf(made)).toContain('not as many users and groups');
    expect(kept()).toEqual([]);
  });
});

describe('the backup to go back to', () => {
  const nameOf = (version: number, day: number) => `before-schema-${version}-2025-01-0${day}T00-00-00-000Z.sqlite`;

  it('is the newest that this version can read', () => {
    fill(nameOf(8, 9));
    for (const [version, day] of [
      [7, 1],
      [9, 3],
      [8, 2],
    ] as const)
      makeReleasedFile(join(folder, nameOf(version, day)), 2);
    makeReleasedFile(join(folder, nameOf(5, 4)), 2);
    spoil(join(folder, nameOf(5, 4)), `PRAGMA user_version = ${NEWEST + 1}`);
    makeReleasedFile(join(folder, 'after-schema-9-2025-01-05.sqlite'), 2);
    makeReleasedFile(join(folder, `${nameOf(9, 6)}.partial`), 2);
    const connections = watchConnections();
    expect(basename(usableBackupOf(path) ?? '')).toBe(nameOf(9, 3));
    expect([...connections].map(({ readonly, open }) => [readonly, open])).toEqual(
      [...connections].map(() => [true, false]),
    );
  });

  it('is none where there is no folder, or none in it that can be read', () => {
    expect(usableBackupOf(path)).toBe(undefined);
    fill(nameOf(8, 9));
    expect(usableBackupOf(path)).toBe(undefined);
  });
});
