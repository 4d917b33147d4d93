// What the file system refuses is told in a line that says what to do, not as the file system says it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explainOperatorFailure } from '../../src/operator/operator-failure.ts';
import { runTask } from '../../src/operator/maintenance/run-task.ts';
import { server } from '../support/app.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'looop-scim-files-'));
  writeFileSync(join(directory, 'file'), '');
});
afterAll(() => rmSync(directory, { recursive: true }));

const saidOf = (act: () => void): string => {
  try {
    act();
  } catch (error) {
    return explainOperatorFailure(error, server).replaceAll(directory, 'HERE');
  }
  return 'nothing';
};

const read = (...names: readonly string[]) => () => void readFileSync(join(directory, ...names));

it('names the file or the directory that is meant, and what to do', () => {
  expect(saidOf(read('none'))).toBe('HERE/none does not exist: name another file');
  expect(saidOf(read('none', 'file'))).toBe('There is no directory HERE/none: make it, or name another file');
  expect(saidOf(read('.'))).toBe('That is a directory: name a file');
  expect(saidOf(read('file', 'x'))).toContain('HERE/file/x cannot be: something in its path is a file');
  expect(saidOf(() => writeFileSync(join(directory, 'file'), '', { flag: 'wx' }))).toBe(
    'HERE/file exists already: name another file',
  );
});

it.runIf(process.platform === 'linux')('says that a disk is full', () => {
  expect(saidOf(() => writeFileSync('/dev/full', 'x'))).toContain('There is no space for the file: make room');
});

it('names the directory of a backup that cannot be made, not the name that the backup has meanwhile', async () => {
  const target = join(directory, 'none', 'backup');
  const task = { path: join(directory, 'file'), target, temporary: `${target}.1234.partial`, force: false };
  await expect(runTask(server, { kind: 'backup', ...task })).rejects.toThrow(
    `There is no directory ${join(directory, 'none')}: make it, or name another file`,
  );
});
