// From the id of an organisation to the small integer that stands for it in every table.
import type { OrganisationId } from '@looop-scim/provisioning';
import type { Connection } from './connection.ts';

/** Key of an organisation inside this database. */
export type Tenant = number;

/** The tenant keys of a database. */
export interface Tenants {
  /** For reads: undefined when nothing was ever stored for the organisation. */
  readonly find: (id: OrganisationId) => Tenant | undefined;
  /** For writes, inside their transaction. */
  readonly findOrAdd: (id: OrganisationId) => Tenant;
}

/** Makes the look-up of tenant keys. It keeps no copy: a key written in a transaction may be undone with it. */
export const makeTenants = (connection: Connection): Tenants => {
  const select = connection.prepare<[string], Tenant>('SELECT tenant FROM tenants WHERE id = ?').pluck();
  const insert = connection.prepare<[string]>('INSERT INTO tenants (id) VALUES (?)');
  return {
    find: (id) => select.get(id),
    findOrAdd: (id) => select.get(id) ?? Number(insert.run(id).lastInsertRowid),
  };
};
