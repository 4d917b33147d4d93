// Why a file could not be read or written, in one line that says what to do.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the file system says, as Node.js throws it. */
interface FileSystemError {
  readonly code: string;
  readonly path?: string;
  readonly syscall?: string;
}

/** Errors of the file system have a path, but for those of files that are open already. */
const isFileSystemError = (error: unknown): error is Error & FileSystemError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  (!('path' in error) || typeof error.path === 'string');

/** Ends the names under which files are made that get their own when they are whole. */
const PARTIAL = '.partial';

/** What a directory cannot be that is made, by the code of the error. */
const MAKING: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission for it',
  EPERM: 'there is no permission for it',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'something in its path is a file and no directory',
  EROFS: 'its disk is read-only',
};

/** Of a directory that could not be made, or in which nothing could be made. */
const unmade = ({ code, path = '', syscall }: FileSystemError): string => {
  const directory = syscall === 'mkdtemp' ? dirname(path) : path;
  return `The directory ${directory} cannot be used, since ${MAKING[code] ?? 'the system makes none there'}: name another one`;
};

/** What an error is about: the path that it names, if any, or the directory in which a file was to be made. */
interface Place {
  readonly path: string | undefined;
  readonly directory: string;
  readonly isPartial: boolean;
  readonly name: string;
}

const placeOf = (path: string | undefined): Place => {
  const directory = dirname(path ?? '.');
  const isPartial = path?.endsWith(PARTIAL) === true;
  return { path, directory, isPartial, name: isPartial ? `the directory ${directory}` : (path ?? 'the file') };
};

const full = ({ name }: Place): string => `There is no space for ${name}: make room, or name a file on another disk`;

const forbidden = ({ name }: Place): string =>
  `No permission for ${name}: repeat the command as the user who has it, or name another file`;

const missing = ({ directory, isPartial, name }: Place): string =>
  isPartial || !existsSync(directory)
    ? `There is no directory ${directory}: make it, or name another file`
    : `${name} does not exist: name another file`;

/** By the code of the error. */
const TEXTS: Readonly<Record<string, (place: Place) => string>> = {
  ENOENT: missing,
  EACCES: forbidden,
  EPERM: forbidden,
  EEXIST: ({ name }) => `${name} exists already: name another file`,
  EISDIR: ({ path = 'That' }) => `${path} is a directory: name a file`,
  ENOTDIR: ({ name }) => `${name} cannot be: something in its path is a file and no directory`,
  ENOSPC: full,
  EDQUOT: full,
  EROFS: ({ name }) => `Nothing can be written to ${name}: name a file on another disk`,
};

/** One line about what the file system refused; undefined for any other failure. */
export const explainFileFailure = (error: unknown): string | undefined => {
  if (isFileSystemError(error) && (error.syscall === 'mkdir' || error.syscall === 'mkdtemp')) return unmade(error);
  if (isFileSystemError(error)) return TEXTS[error.code]?.(placeOf(error.path));
  return error instanceof Error && error.name === 'MaintenanceRefused' && error.cause !== undefined
    ? explainFileFailure(error.cause)
    : undefined;
};
