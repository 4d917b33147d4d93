// Why a file could not be read or written, in one line that says what to do.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the file system says, as Node.js throws it. */
interface FileSystemError {
  readonly code: string;
  readonly path?: string;
}

/** Errors of the file system have a path, but for those of files that are open already. */
const isFileSystemError = (error: unknown): error is Error & FileSystemError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  (!('path' in error) || typeof error.path === 'string');

/** Ends the names under which files are made that get their own when they are whole. */
const PARTIAL = '.partial';

const explain = ({ code, path }: FileSystemError): string | undefined => {
  const isPartial = path?.endsWith(PARTIAL) === true;
  const directory = path === undefined ? undefined : dirname(path);
  const place = isPartial ? `the directory ${directory}` : (path ?? 'the file');
  switch (code) {
    case 'ENOENT':
      return isPartial || (directory !== undefined && !existsSync(directory))
        ? `There is no directory ${directory}: make it, or name another file`
        : `${place} does not exist: name another file`;
    case 'EACCES':
    case 'EPERM':
      return `No permission for ${place}: repeat the command as the user who has it, or name another file`;
    case 'EEXIST':
      return `${place} exists already: name another file`;
    case 'EISDIR':
      return `${path === undefined ? 'That' : path} is a directory: name a file`;
    case 'ENOTDIR':
      return `${place} cannot be: something in its path is a file and no directory`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no space for ${place}: make room, or name a file on another disk`;
    case 'EROFS':
      return `Nothing can be written to ${place}: name a file on another disk`;
    default:
      return undefined;
  }
};

/** One line about what the file system refused; undefined for any other failure. */
export const explainFileFailure = (error: unknown): string | undefined => {
  if (isFileSystemError(error)) return explain(error);
  return error instanceof Error && error.name === 'MaintenanceRefused' && error.cause !== undefined
    ? explainFileFailure(error.cause)
    : undefined;
};
