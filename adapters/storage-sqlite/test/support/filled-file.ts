// A database file that nobody has open, with an organisation and some users, for what is done to files as a whole.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { organisationId } from '@looop-scim/provisioning/organisation';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { inspectDatabase } from '../../src/maintenance/index.ts';
import { acmeOf, createUser, openStorage } from './directory.ts';
import { run, tagOf } from './run-effect.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** The organisation of `acmeOf`. */
const ACME = {
  id: organisationId('0199f0a1-0000-7000-8000-0000000000aa'),
  name: 'acme',
  scimEnabled: true,
  profile: 'interop',
  leniencies: {},
  created: 0,
} as const;

/** Adds users to a file, which is made where there is none. */
export const addUsers = async (path: string, from: number, to: number): Promise<void> => {
  const storage = await openStorage(path);
  await tagOf(storage.organisations.add(ACME));
  for (let number = from; number <= to; number += 1) await run(createUser(acmeOf(storage), number));
  await run(storage.close());
};

/** A database in a directory of its own. */
export const filledFile = async (users: number) => {
  const directory = temporaryDirectory();
  const path = join(directory, 'scim.db');
  await addUsers(path, 1, users);
  return { directory, path, copy: join(directory, 'copy.db') };
};

/** What a whole database holds: no fault, nothing that does not fit, and so many users. */
export const whole = (users: number) => [[], [], users];

/** Of a file, what `whole` says of one. */
export const usersIn = (file: string): unknown => {
  const found = inspectDatabase({ path: file, full: true });
  return Result.isSuccess(found) ? [found.success.faults, found.success.misfits, found.success.counts.users] : found;
};

/** Overwrites bytes of a file, without the locks of SQLite. */
export const overwrite = (file: string, position: number, bytes: number): void => {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, position);
  closeSync(handle);
};

const PAGE_BYTES = 4096;

/** Overwrites the first page of a table or an index. */
export const damage = (file: string, table: string): void => {
  const database = new Database(file);
  const page = Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table));
  database.close();
  overwrite(file, (page - 1) * PAGE_BYTES, PAGE_BYTES);
};

/** What SQLite keeps beside its header on the first page: the names of all tables. */
export const damageSchema = (file: string): void => overwrite(file, 100, PAGE_BYTES - 100);

/** Changes a file with no rule of its schema in the way. */
export const spoil = (file: string, ...statements: readonly string[]): void => {
  const database = new Database(file).unsafeMode();
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  for (const statement of statements) database.exec(statement);
  database.close();
};

/** Puts NULL into the documents of all users, which their table forbids. */
export const emptyDocuments = (file: string): void => {
  const redefine = (from: string, to: string) => [
    'PRAGMA writable_schema = ON',
    `UPDATE sqlite_schema SET sql = replace(sql, '${from}', '${to}') WHERE name = 'resources'`,
  ];
  const [strict, lax] = ['document TEXT NOT NULL,', 'document TEXT,'];
  spoil(file, ...redefine(strict, lax));
  spoil(file, 'UPDATE resources SET document = NULL', ...redefine(lax, strict));
};

/** Why something was not done. */
export const reasonOf = (result: Result.Result<unknown, Error>): string =>
  Result.isFailure(result) ? result.failure.message : 'it succeeded';
