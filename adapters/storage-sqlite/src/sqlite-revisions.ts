// Revisions of settings on SQLite.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { MAX_REVISIONS, VersionConflict, type Revision, type RevisionStore } from '@looop-scim/provisioning/ports';
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

const COLUMNS = 'version, at, author, content';

/** Makes the function that hands out the revisions of an organisation. */
export const makeSqliteRevisions = (
  connection: Connection,
  { reader, writes, tenants }: Access,
): ((organisation: OrganisationId) => RevisionStore) => {
  const version = connection
    .prepare<[Tenant, string], number>('SELECT coalesce(max(version), 0) FROM revisions WHERE tenant = ? AND kind = ?')
    .pluck();
  const insert = connection.prepare(`INSERT INTO revisions (tenant, kind, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`);
  const makeRoom = connection.prepare<[Tenant, string, number]>(
    'DELETE FROM revisions WHERE tenant = ? AND kind = ? AND version <= ?',
  );
  const one = connection.prepare<[Tenant, string, number], Revision>(
    `SELECT ${COLUMNS} FROM revisions WHERE tenant = ? AND kind = ? AND version = ?`,
  );
  const before = connection.prepare<[Tenant, string, number, number], Revision>(
    `SELECT ${COLUMNS} FROM revisions WHERE tenant = ? AND kind = ? AND version < ? ORDER BY version DESC LIMIT ?`,
  );

  return (organisation) => {
    const page: RevisionStore['page'] = (kind, { before: first = Number.MAX_SAFE_INTEGER, limit }) =>
      reader.readOnce(() => {
        const tenant = tenants.find(organisation);
        return Result.succeed(tenant === undefined ? [] : before.all(tenant, kind, first, limit));
      });
    return {
      append: (kind, { at, author, content }, expected) =>
        writes.submit(() => {
          const tenant = tenants.findOrAdd(organisation);
          const current = version.get(tenant, kind) ?? 0;
          if (current !== expected) return Result.fail(new VersionConflict({ expected, current }));
          const stored = { version: current + 1, at, author, content };
          insert.run(tenant, kind, stored.version, at, author, content);
          makeRoom.run(tenant, kind, stored.version - MAX_REVISIONS);
          return Result.succeed(stored);
        }),
      newest: (kind) =>
        reader.readOnce(() => {
          const tenant = tenants.find(organisation);
          return Result.succeed(
            tenant === undefined ? undefined : before.get(tenant, kind, Number.MAX_SAFE_INTEGER, 1),
          );
        }),
      read: (kind, wanted) =>
        reader.readOnce(() => {
          const tenant = tenants.find(organisation);
          return Result.succeed(tenant === undefined ? undefined : one.get(tenant, kind, wanted));
        }),
      page,
    };
  };
};
