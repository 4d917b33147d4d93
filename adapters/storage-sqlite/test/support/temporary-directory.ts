// A directory that is there for one test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new empty directory, removed with all it holds when the test ends. */
export const temporaryDirectory = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'looop-scim-sqlite-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
