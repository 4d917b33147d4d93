// Files and directories that their owner alone may read.
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Makes a directory with those above it that are missing. Throws what the file system says; unlike `recursive` of Node.js it
 * also ends below a directory that answers ENOENT to every attempt, such as /proc.
 */
const makePrivateDirectory = (path: string): void => {
  const directory = resolve(path);
  if (existsSync(directory)) return;
  makePrivateDirectory(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(directory)) throw error;
  }
};

/** Makes a directory like `makePrivateDirectory`, and throws when no file can be made in it. */
export const makeWritableDirectory = (path: string): void => {
  makePrivateDirectory(path);
  rmdirSync(mkdtempSync(join(path, '.writable-')));
};

/** Writes a text to a file that does not exist yet, and makes its directory when it is missing. */
export const writePrivateFile = (path: string, text: string): void => {
  makePrivateDirectory(dirname(path));
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
};
