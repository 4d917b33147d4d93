// Organisations by name.
import * as Result from 'effect/Result';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { AlreadyExists, NoSuchEntry, type OrganisationStore } from '@looop-scim/provisioning/ports';
import { organisationFrom, storedSettings } from '@looop-scim/provisioning/storage-support';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import type { Tenants } from './tenants.ts';
import type { WriteQueue } from './write-queue.ts';

/** Columns of an organisation, as `ORGANISATION_COLUMNS` selects them. */
export interface OrganisationRow {
  readonly organisation_id: string;
  readonly name: string;
  readonly scim_enabled: number;
  readonly profile: string;
  readonly leniencies: string;
  readonly organisation_created: number;
}

/** What `organisationOf` needs, from `organisations o JOIN tenants t USING (tenant)`. */
export const ORGANISATION_COLUMNS =
  't.id AS organisation_id, o.name, o.scim_enabled, o.profile, o.leniencies, o.created AS organisation_created';

/** The organisation of a row. */
export const organisationOf = (row: OrganisationRow): Organisation =>
  organisationFrom({
    id: row.organisation_id,
    name: row.name,
    scimEnabled: row.scim_enabled === 1,
    profile: row.profile,
    leniencies: row.leniencies,
    created: row.organisation_created,
  });

const settingsOf = (organisation: Organisation) => {
  const { scimEnabled, profile, leniencies } = storedSettings(organisation);
  return [scimEnabled ? 1 : 0, profile, leniencies] as const;
};

const statementsOf = (connection: Connection) => {
  const select = `SELECT ${ORGANISATION_COLUMNS} FROM organisations o JOIN tenants t USING (tenant)`;
  return {
    byName: connection.prepare<[string], OrganisationRow>(`${select} WHERE o.name = ?`),
    byId: connection.prepare<[string], OrganisationRow>(`${select} WHERE t.id = ?`),
    all: connection.prepare<[], OrganisationRow>(`${select} ORDER BY o.name`),
    insert: connection.prepare(
      `INSERT INTO organisations (tenant, name, scim_enabled, profile, leniencies, created) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
    update: connection.prepare(
      `UPDATE organisations SET name = ?, scim_enabled = ?, profile = ?, leniencies = ?
       WHERE tenant = (SELECT tenant FROM tenants WHERE id = ?)`,
    ),
    mark: connection.prepare<[number, string]>(
      'UPDATE tenants SET removed = ?, to_purge = 1 WHERE id = ? AND removed IS NULL',
    ),
    remove: connection.prepare<[string]>(
      'DELETE FROM organisations WHERE tenant = (SELECT tenant FROM tenants WHERE id = ?)',
    ),
    removeTokens: connection.prepare<[string]>(
      'DELETE FROM tokens WHERE tenant = (SELECT tenant FROM tenants WHERE id = ?)',
    ),
  };
};

/** Makes the store of organisations on SQLite. */
export const makeSqliteOrganisationStore = (
  connection: Connection,
  { reader, writes, tenants }: { readonly reader: Reader; readonly writes: WriteQueue; readonly tenants: Tenants },
): OrganisationStore => {
  const { byName, byId, all, insert, update, mark, remove, removeTokens } = statementsOf(connection);
  return {
    add: (organisation) =>
      writes.submit(() => {
        const tenant = tenants.findOrAdd(organisation.id);
        const row = [tenant, organisation.name, ...settingsOf(organisation), organisation.created];
        return insert.run(...row).changes === 1
          ? Result.void
          : Result.fail(new AlreadyExists({ what: 'organisation' }));
      }),
    byName: (name) =>
      reader.readOnce(() => {
        const row = byName.get(name);
        return row === undefined
          ? Result.fail(new NoSuchEntry({ what: 'organisation', name }))
          : Result.succeed(organisationOf(row));
      }),
    byId: (id) =>
      reader.readOnce(() => {
        const row = byId.get(id);
        return Result.succeed(row === undefined ? undefined : organisationOf(row));
      }),
    list: () => reader.readOnce(() => Result.succeed(all.all().map(organisationOf))),
    update: (organisation) =>
      writes.submit((): Result.Result<void, AlreadyExists | NoSuchEntry> => {
        const { id, name } = organisation;
        const holder = byName.get(name);
        if (holder !== undefined && holder.organisation_id !== id) {
          return Result.fail(new AlreadyExists({ what: 'organisation' }));
        }
        return update.run(name, ...settingsOf(organisation), id).changes === 1
          ? Result.void
          : Result.fail(new NoSuchEntry({ what: 'organisation', name }));
      }),
    remove: ({ id, name }, at) =>
      writes.submit(() => {
        if (remove.run(id).changes === 0) return Result.fail(new NoSuchEntry({ what: 'organisation', name }));
        removeTokens.run(id);
        mark.run(at, id);
        tenants.forget(id);
        return Result.void;
      }),
  };
};
