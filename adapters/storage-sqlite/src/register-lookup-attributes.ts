// Gives lookup attributes their numbers when a file is opened. An attribute that is looked up only since this version gets the
// rows of the resources that are there already.
import { lookupNodes, textsAt } from '@looop-scim/provisioning/storage-support';
import type { Complex } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import { whileStarting, type Connection } from './connection.ts';
import type { LookupAttribute } from './lookup-attributes.ts';
import type { ResourceKey } from './resource-rows.ts';
import type { Tenant } from './tenants.ts';

/** Bounds the memory of an upgrade. */
const MAX_ROWS = 1000;

interface StoredComparable {
  readonly resource: ResourceKey;
  readonly tenant: Tenant;
  readonly comparable: string;
}

/** Registers the lookup attributes of all types of a registry; does nothing when they are registered. */
export const registerLookupAttributes = (connection: Connection, registry: SchemaRegistry): void => {
  const select = connection
    .prepare<[string, string], number>('SELECT indexed FROM lookup_attributes WHERE type = ? AND path = ?')
    .pluck();
  const register = connection
    .prepare<[string, string], LookupAttribute>(
      `INSERT INTO lookup_attributes (type, path, indexed) VALUES (?, ?, 1)
       ON CONFLICT (type, path) DO UPDATE SET indexed = 1 RETURNING attribute`,
    )
    .pluck();
  const stored = connection.prepare<[string, ResourceKey, number], StoredComparable>(
    `SELECT resource, tenant, json(comparable) AS comparable FROM resources
     WHERE type = ? AND resource > ? ORDER BY resource LIMIT ?`,
  );
  const insert = connection.prepare<[ResourceKey, LookupAttribute, string, Tenant]>(
    `INSERT INTO lookups (resource, attribute, value, tenant, is_unique) VALUES (?, ?, ?, ?, 0)
     ON CONFLICT DO NOTHING`,
  );

  const missingOf = (type: ResourceType) => lookupNodes(type).filter(({ path }) => select.get(type.name, path) !== 1);

  const addRows = (type: ResourceType, node: AttributeNode, attribute: LookupAttribute): void => {
    let after: ResourceKey = 0;
    for (;;) {
      const rows = stored.all(type.name, after, MAX_ROWS);
      for (const { resource, tenant, comparable } of rows) {
        // Written by this adapter from a comparable document.
        const document = JSON.parse(comparable) as Complex;
        for (const value of textsAt(node, document)) insert.run(resource, attribute, value, tenant);
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.resource;
    }
  };

  const registerType = (type: ResourceType): void => {
    for (const node of missingOf(type)) {
      const attribute = register.get(type.name, node.path);
      if (attribute === undefined) throw new Error(`${node.path} of ${type.name} got no number`);
      addRows(type, node, attribute);
    }
  };

  if (registry.resourceTypes.every((type) => missingOf(type).length === 0)) return;
  const registerAll = connection.transaction(() => registry.resourceTypes.forEach(registerType));
  whileStarting(connection, () => registerAll.immediate());
};
