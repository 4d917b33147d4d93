// Records of low volume on SQLite. Organisations and the installation have a table each, with the same statements.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import {
  VersionConflict,
  type RecordContent,
  type RecordKind,
  type RecordStore,
  type StoredRecord,
} from '@looop-scim/provisioning/ports';
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import type { Tenant, Tenants } from './tenants.ts';
import type { WriteQueue } from './write-queue.ts';

interface Access {
  readonly reader: Reader;
  readonly writes: WriteQueue;
  readonly tenants: Tenants;
}

interface RecordRow {
  readonly key: string;
  readonly version: number;
  readonly expires: number | null;
  readonly content: string;
}

/** What leads to the rows of an owner: the tenant, or nothing. */
type Owner = readonly [] | readonly [Tenant];

/** Comes after every character of a key. */
const LAST = '\u007f';

const recordOf = ({ key, version, expires, content }: RecordRow): StoredRecord => ({
  key,
  version,
  content,
  ...(expires !== null && { expiresAt: expires }),
});

const hasEnded = ({ expires }: Pick<RecordRow, 'expires'>, now: number): boolean => expires !== null && expires <= now;

/** The statements on one of the two tables. */
const prepareTable = (connection: Connection, table: 'records' | 'installation_records') => {
  const owner = table === 'records' ? 'tenant, ' : '';
  const where = table === 'records' ? 'tenant = ? AND kind = ?' : 'kind = ?';
  const one = connection.prepare<unknown[], RecordRow>(
    `SELECT key, version, expires, content FROM ${table} WHERE ${where} AND key = ?`,
  );
  const put = connection.prepare(
    `INSERT INTO ${table} (${owner}kind, key, version, expires, content) VALUES (${owner === '' ? '' : '?, '}?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET version = excluded.version, expires = excluded.expires, content = excluded.content`,
  );
  const remove = connection.prepare(`DELETE FROM ${table} WHERE ${where} AND key = ?`);
  const page = connection.prepare<unknown[], RecordRow>(
    `SELECT key, version, expires, content FROM ${table}
     WHERE ${where} AND key > ? AND key >= ? AND key < ? AND (expires IS NULL OR expires > ?) ORDER BY key LIMIT ?`,
  );

  /** The row of a key, and the version that callers see of it: 0 when it has ended. */
  const look = (of: Owner, kind: RecordKind, key: string, now: number) => {
    const row = one.get(...of, kind, key);
    return { row, current: row === undefined || hasEnded(row, now) ? 0 : row.version };
  };

  return {
    read: (of: Owner, kind: RecordKind, key: string, now: number): StoredRecord | undefined => {
      const { row, current } = look(of, kind, key, now);
      return row === undefined || current === 0 ? undefined : recordOf(row);
    },
    write: (of: Owner, kind: RecordKind, key: string, record: RecordContent, { expected, now }: Attempt) => {
      const { row, current } = look(of, kind, key, now);
      if (current !== expected) return Result.fail(new VersionConflict({ expected, current }));
      // One that has ended and lies there still is counted on.
      const version = (row?.version ?? 0) + 1;
      put.run(...of, kind, key, version, record.expiresAt ?? null, record.content);
      return Result.succeed(recordOf({ key, version, expires: record.expiresAt ?? null, content: record.content }));
    },
    remove: (of: Owner, kind: RecordKind, key: string, { expected, now }: Attempt) => {
      const { current } = look(of, kind, key, now);
      if (current !== expected || current === 0) return Result.fail(new VersionConflict({ expected, current }));
      remove.run(...of, kind, key);
      return Result.void;
    },
    page: (of: Owner, kind: RecordKind, { after, prefix, limit, now }: PageRequest): readonly StoredRecord[] =>
      page.all(...of, kind, after, prefix, `${prefix}${LAST}`, now, Math.max(0, limit)).map(recordOf),
  };
};

interface Attempt {
  readonly expected: number;
  readonly now: number;
}

interface PageRequest {
  readonly after: string;
  readonly prefix: string;
  readonly limit: number;
  readonly now: number;
}

/** A step that is told the time. */
const timed = <Answer, Failure>(step: (now: number) => Effect.Effect<Answer, Failure>) =>
  Effect.flatMap(Clock.currentTimeMillis, step);

/** How the owner of the rows is found: before a read (undefined: there are none), and in a write. */
interface Owning {
  readonly find: () => Owner | undefined;
  readonly findInWrite: () => Owner;
}

const storeOn = (
  table: ReturnType<typeof prepareTable>,
  { reader, writes }: Pick<Access, 'reader' | 'writes'>,
  { find, findInWrite }: Owning,
): RecordStore => ({
  read: (kind, key) =>
    timed((now) =>
      reader.readOnce(() => {
        const owner = find();
        return Result.succeed(owner === undefined ? undefined : table.read(owner, kind, key, now));
      }),
    ),
  write: (kind, key, record, expected) =>
    timed((now) => writes.submit(() => table.write(findInWrite(), kind, key, record, { expected, now }))),
  remove: (kind, key, expected) =>
    timed((now) => writes.submit(() => table.remove(findInWrite(), kind, key, { expected, now }))),
  page: (kind, { after = '', prefix = '', limit }) =>
    timed((now) =>
      reader.readOnce(() => {
        const owner = find();
        return Result.succeed(owner === undefined ? [] : table.page(owner, kind, { after, prefix, limit, now }));
      }),
    ),
});

/** The records of a database. */
export interface SqliteRecords {
  readonly ofOrganisation: (organisation: OrganisationId) => RecordStore;
  readonly ofInstallation: RecordStore;
}

/** Makes the stores of records on a connection. */
export const makeSqliteRecords = (connection: Connection, { tenants, ...access }: Access): SqliteRecords => {
  const table = prepareTable(connection, 'records');
  return {
    ofOrganisation: (organisation) =>
      storeOn(table, access, {
        find: () => {
          const tenant = tenants.find(organisation);
          return tenant === undefined ? undefined : [tenant];
        },
        findInWrite: () => [tenants.findOrAdd(organisation)],
      }),
    ofInstallation: storeOn(prepareTable(connection, 'installation_records'), access, {
      find: () => [],
      findInWrite: () => [],
    }),
  };
};
