// Files under an open database, as they are looked at by their path.
import { appendFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityOf, isSameFile, rememberFiles } from '../src/open-file.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const files = () => {
  const path = join(temporaryDirectory(), 'scim.db');
  for (const suffix of ['', '-wal', '-shm']) writeFileSync(path + suffix, 'x'.repeat(100));
  return path;
};

const remembered = (path: string, answer = true) => {
  const asked: bigint[] = [];
  const { look } = rememberFiles(path, (bytes) => {
    asked.push(bytes);
    return answer;
  });
  return { look, asked };
};

describe('a file that is open', () => {
  it('is cut off where it got shorter than its database, whatever its size was at first', () => {
    const path = files();
    const { look, asked } = remembered(path);
    expect([look(), asked]).toEqual([undefined, []]);
    appendFileSync(path, 'x'.repeat(50));
    expect([look(), asked]).toEqual([undefined, []]);
    truncateSync(path, 149);
    expect([look(), asked]).toEqual([{ kind: 'shorter', path }, [149n]]);
    expect([look(), asked]).toEqual([undefined, [149n]]);
  });

  it('is not cut off where its database got smaller, nor where its log did', () => {
    const path = files();
    const { look, asked } = remembered(path, false);
    truncateSync(path, 50);
    truncateSync(`${path}-wal`, 0);
    expect([look(), asked]).toEqual([undefined, [50n]]);
  });

  it.each(['', '-wal', '-shm'])('is missed with its %s, or with another one in its place', (suffix) => {
    const path = files();
    const { look } = remembered(path);
    renameSync(path + suffix, `${path}.away`);
    expect(look()).toEqual({ kind: 'removed', path: path + suffix });
    writeFileSync(path + suffix, '');
    expect(look()).toEqual({ kind: 'replaced', path: path + suffix });
    renameSync(`${path}.away`, path + suffix);
    expect(look()).toBe(undefined);
  });

  it('has its log beside itself, not beside a link that leads to it', () => {
    const path = files();
    const link = join(temporaryDirectory(), 'link.db');
    symlinkSync(path, link);
    const { look } = remembered(link);
    expect(look()).toBe(undefined);
    rmSync(`${path}-wal`);
    expect(look()).toEqual({ kind: 'removed', path: `${path}-wal` });
  });

  it('that was never there is missed', () => {
    const path = join(temporaryDirectory(), 'nothing.db');
    expect(remembered(path).look()).toEqual({ kind: 'removed', path });
  });

  it('that is made anew is another one than the one that was not there', () => {
    const path = join(temporaryDirectory(), 'late.db');
    const { look } = remembered(path);
    writeFileSync(path, '');
    expect([look(), identityOf(`${path}.no`)]).toEqual([{ kind: 'replaced', path }, undefined]);
  });
});

it('two files are one where device and number are', () => {
  const one = { device: 1n, inode: 2n };
  const others = [{ ...one }, { device: 1n, inode: 3n }, { device: 2n, inode: 2n }, undefined];
  expect(others.map((other) => isSameFile(one, other))).toEqual([true, false, false, false]);
  expect(others.map((other) => isSameFile(other, one))).toEqual([true, false, false, false]);
  expect(isSameFile(undefined, undefined)).toBe(true);
});
