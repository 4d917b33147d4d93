// Calls of the file system, as a test sees and changes them.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { onTestFinished } from 'vitest';

type Watched =
  'accessSync' | 'closeSync' | 'fsyncSync' | 'linkSync' | 'mkdirSync' | 'openSync' | 'renameSync' | 'statSync';

/** Puts another function in the place of one of the file system, until the test ends; it is given the original. */
export const inPlaceOf = <Name extends Watched>(
  name: Name,
  make: (original: (typeof fs)[Name]) => (typeof fs)[Name],
): void => {
  const original = fs[name];
  fs[name] = make(original);
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs[name] = original;
    syncBuiltinESMExports();
  });
};

/** What is made durable and what gets which name, in order, by the last part of each path. */
export const watchDisk = (): readonly string[] => {
  const steps: string[] = [];
  const paths = new Map<number, string>();
  inPlaceOf('openSync', (open) => (path, ...rest) => {
    const file = open(path, ...rest);
    paths.set(file, basename(String(path)));
    return file;
  });
  inPlaceOf('fsyncSync', (sync) => (file) => {
    steps.push(`sync ${paths.get(file)}`);
    sync(file);
  });
  for (const name of ['linkSync', 'renameSync'] as const) {
    inPlaceOf(name, (original) => (from, to) => {
      steps.push(`${name === 'linkSync' ? 'link' : 'rename'} ${basename(String(from))} ${basename(String(to))}`);
      original(from, to);
    });
  }
  return steps;
};
