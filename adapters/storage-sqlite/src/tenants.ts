// From the id of an organisation to the small integer that stands for it in every table.
import type { OrganisationId } from '@looop-scim/provisioning';
import type { Connection } from './connection.ts';
import { unavailable } from './sqlite-error.ts';

/** Key of an organisation inside this database. */
export type Tenant = number;

/** The tenant keys of a database. */
export interface Tenants {
  /** For reads: undefined when nothing was ever stored for the organisation, or when it was deleted. */
  readonly find: (id: OrganisationId) => Tenant | undefined;
  /** For writes, inside their transaction. Throws StorageUnavailable when the organisation was deleted. */
  readonly findOrAdd: (id: OrganisationId) => Tenant;
}

/** Makes the look-up of tenant keys. It keeps no copy: a key written in a transaction may be undone with it. */
export const makeTenants = (connection: Connection): Tenants => {
  const select = connection.prepare<[string], Tenant>('SELECT tenant FROM tenants WHERE id = ? AND removed IS NULL').pluck();
  const insert = connection.prepare<[string]>('INSERT INTO tenants (id) VALUES (?) ON CONFLICT DO NOTHING');
  const add = (id: OrganisationId): Tenant => {
    const { changes, lastInsertRowid } = insert.run(id);
    if (changes === 0) throw unavailable(new Error('The organisation was deleted'));
    return Number(lastInsertRowid);
  };
  return {
    find: (id) => select.get(id),
    findOrAdd: (id) => select.get(id) ?? add(id),
  };
};
