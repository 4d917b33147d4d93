// What a check tells: a line for each thing that was looked at, in order or with what to do.
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Inspection } from '@looop-scim/storage-sqlite/maintenance';
import type { App } from '../../app.ts';
import { sizeText } from '../columns.ts';
import { countsText } from './contents.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly isOk: boolean;
  readonly what: string;
  readonly text: string;
  /** What to do. */
  readonly advice?: string;
}

/** Where a file is on its disk. */
export interface FilePlace {
  readonly path: string;
  readonly inode: bigint;
  readonly device: bigint;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes that its owner may still write. */
  readonly free: number;
}

/** Looks at the place of a file. Throws what the file system says. */
export const placeOfFile = (path: string): FilePlace => {
  const { ino, dev, mode } = statSync(path, { bigint: true });
  const { bavail, bsize } = statfsSync(dirname(path));
  return { path, inode: ino, device: dev, mode: Number(mode) & 0o777, free: bavail * bsize };
};

/** Free bytes below which a server soon cannot write any more, whatever the size of the database. */
const LEAST_FREE = 100_000_000;
/** Permission bits of others than the owner. */
const OTHERS = 0o077;

/** Whether nobody but its owner may do anything with a file of this mode. */
export const isForOwnerAlone = (mode: number): boolean => (mode & OTHERS) === 0;

/** A finding that is in order, or one with what to do. */
export const okOr = (isOk: boolean, finding: Omit<Finding, 'isOk' | 'advice'>, advice: string): Finding =>
  isOk ? { isOk, ...finding } : { isOk, ...finding, advice };

/** Each of what was found, in the order in which it is read. */
export const findingsOf = (
  { bytes, walBytes, schemaVersion, knownVersion, faults, misfits, missing, counts }: Inspection,
  { path, inode, device, mode, free }: FilePlace,
  { full, operatorCommand }: Pick<App, 'operatorCommand'> & { readonly full: boolean },
): readonly Finding[] => {
  const isWhole = faults.length === 0;
  const isCurrent = schemaVersion === knownVersion;
  const needed = Math.max(LEAST_FREE, bytes);
  const rows = misfits.map(({ what, rows: count }) => `${count} ${what}`).join('; ');
  const depth = full ? 'full check' : 'quick check';
  return [
    { isOk: true, what: 'file', text: `${path}, ${sizeText(bytes)}, ${sizeText(walBytes)} in the WAL file` },
    { isOk: true, what: 'inode', text: `${inode} on device ${device}` },
    okOr(
      isForOwnerAlone(mode),
      { what: 'permissions', text: `mode ${mode.toString(8).padStart(4, '0')}` },
      `Others may read what is personal: chmod 600 ${path}`,
    ),
    okOr(
      isWhole,
      { what: 'pages', text: isWhole ? `all can be read (${depth})` : faults.join('; ') },
      `The file is damaged: stop the server and restore a backup by: ${operatorCommand} restore FILE`,
    ),
    ...(isWhole && isCurrent
      ? [
          okOr(
            misfits.length === 0,
            { what: 'rows', text: misfits.length === 0 ? `fit together (${depth})` : rows },
            `Keep the file, restore a backup by: ${operatorCommand} restore FILE, and tell the maintainers`,
          ),
          okOr(
            missing.length === 0,
            {
              what: 'indexes',
              text:
                missing.length === 0
                  ? `all are there${full ? ' and fit their tables' : ''}`
                  : `${missing.join(', ')} are missing`,
            },
            `Somebody changed the schema: stop the server and restore a backup by: ${operatorCommand} restore FILE`,
          ),
        ]
      : []),
    ...(isWhole ? [{ isOk: true, what: 'contents', text: countsText(counts) }] : []),
    {
      isOk: true,
      what: 'schema',
      text: isCurrent
        ? `version ${schemaVersion}`
        : `version ${schemaVersion}, the next start brings it to ${knownVersion}`,
    },
    okOr(
      free >= needed,
      { what: 'space', text: `${sizeText(free)} free` },
      'Make room: a server that cannot write refuses all changes, and a backup on this disk takes as much as the file',
    ),
  ];
};
