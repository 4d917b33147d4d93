// A database file has one server where servers ask for that.
import { chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Result from 'effect/Result';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeServerLock } from '../src/maintenance/index.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-lock-'));
  path = join(directory, 'scim.sqlite');
});
afterEach(() => rmSync(directory, { recursive: true }));

it('refuses a second server until the first one has given the lock back', () => {
  const first = takeServerLock(path);
  expect(Result.isSuccess(first)).toBe(true);
  const second = takeServerLock(path);
  expect(Result.isFailure(second) && second.failure.message).toContain(`Another server runs on ${path}`);
  const other = takeServerLock(join(directory, 'other.sqlite'));
  for (const lock of [first, other]) Result.getOrThrow(lock)();
  Result.getOrThrow(takeServerLock(path))();
});

it('is a file that is empty, for its owner alone, and stays; the database is not made', () => {
  Result.getOrThrow(takeServerLock(path))();
  expect([readdirSync(directory), statSync(`${path}.server`)]).toMatchObject([
    ['scim.sqlite.server'],
    { size: 0, mode: 0o100600 },
  ]);
  Result.getOrThrow(takeServerLock(path))();
});

it('says what is wrong when the lock cannot be made', () => {
  const nowhere = takeServerLock(join(directory, 'missing/scim.sqlite'));
  expect(Result.isFailure(nowhere) && nowhere.failure.message).toContain('no such file or directory');
});

it.runIf(process.getuid?.() === 0)(
  'gives the file that root makes to whom the database belongs, or its directory',
  () => {
    chownSync(directory, 4711, 4712);
    const database = join(directory, 'of-another.sqlite');
    writeFileSync(database, '');
    chownSync(database, 4713, 4714);
    for (const one of [path, database]) Result.getOrThrow(takeServerLock(one))();
    const [ofDirectory, ofDatabase] = [path, database].map((one) => statSync(`${one}.server`));
    expect(ofDirectory).toMatchObject({ uid: 4711, gid: 4712 });
    expect(ofDatabase).toMatchObject({ uid: 4713, gid: 4714 });
  },
);
