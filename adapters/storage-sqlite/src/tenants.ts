// From the id of an organisation to the small integer that stands for it in every table.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import QuickLRU from 'quick-lru';
import type { Connection } from './connection.ts';
import { unavailable } from './sqlite-error.ts';

/** Key of an organisation inside this database. */
export type Tenant = number;

/** Keys that are remembered at most. */
const MAX_REMEMBERED = 10_000;

/** The tenant keys of a database. */
export interface Tenants {
  /** For reads, outside of writes: undefined when nothing was ever stored for the organisation, or when it was deleted. */
  readonly find: (id: OrganisationId) => Tenant | undefined;
  /** For writes, inside their transaction: finds what the transaction has written. */
  readonly findInWrite: (id: OrganisationId) => Tenant | undefined;
  /** For writes, inside their transaction. Throws StorageUnavailable when the organisation was deleted. */
  readonly findOrAdd: (id: OrganisationId) => Tenant;
  /** Takes in what another statement of a read has found: the key of an organisation. */
  readonly remember: (id: OrganisationId, tenant: Tenant) => void;
  /** Called when the organisation is removed. Other processes may remember the key: the triggers of the schema refuse their writes. */
  readonly forget: (id: OrganisationId) => void;
}

/**
 * Makes the look-up of tenant keys. Reads remember keys, for a key never changes. Writes do not: a key that a transaction has
 * written is undone with it. Whoever authenticates reads the key along with the token, so that requests hold the newest one.
 */
export const makeTenants = (connection: Connection): Tenants => {
  const select = connection
    .prepare<[string], Tenant>('SELECT tenant FROM tenants WHERE id = ? AND removed IS NULL')
    .pluck();
  const insert = connection.prepare<[string]>('INSERT INTO tenants (id) VALUES (?) ON CONFLICT DO NOTHING');
  const remembered = new QuickLRU<OrganisationId, Tenant>({ maxSize: MAX_REMEMBERED });
  const findInWrite: Tenants['findInWrite'] = (id) => remembered.get(id) ?? select.get(id);
  const add = (id: OrganisationId): Tenant => {
    const { changes, lastInsertRowid } = insert.run(id);
    if (changes === 0) throw unavailable(new Error('The organisation was deleted'));
    return Number(lastInsertRowid);
  };
  return {
    find: (id) => {
      const known = remembered.get(id);
      if (known !== undefined) return known;
      const tenant = select.get(id);
      if (tenant !== undefined) remembered.set(id, tenant);
      return tenant;
    },
    findInWrite,
    findOrAdd: (id) => findInWrite(id) ?? add(id),
    remember: (id, tenant) => {
      remembered.set(id, tenant);
    },
    forget: (id) => {
      remembered.delete(id);
    },
  };
};
