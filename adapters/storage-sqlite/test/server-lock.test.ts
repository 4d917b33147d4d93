// A database file has one server where servers ask for that.
import { mkdtempSync, rmSync } from 'node:fs';
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

it('says what is wrong when the lock cannot be made', () => {
  const nowhere = takeServerLock(join(directory, 'missing/scim.sqlite'));
  expect(Result.isFailure(nowhere) && nowhere.failure.message).toContain('no such file or directory');
});
