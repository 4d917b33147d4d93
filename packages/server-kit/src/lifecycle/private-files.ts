// Files and directories that their owner alone may read.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a directory with those above it that are missing. Throws what the file system says; unlike `recursive` of Node.js it
 * also ends below a directory that answers ENOENT to every attempt, such as /proc.
 */
export const makePrivateDirectory = (path: string): void => {
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

/** Writes a text to a file that does not exist yet, and makes its directory when it is missing. */
export const writePrivateFile = (path: string, text: string): void => {
  makePrivateDirectory(dirname(path));
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
};
