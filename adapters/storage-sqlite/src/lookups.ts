// Lookup rows: the comparable values by which resources are found, and the keys that only one resource may hold.
import type { Complex } from '@looop-scim/scim/attribute';
import type { Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { UniqueKey } from '@looop-scim/provisioning/ports';
import { taken, textsAt, type BoundSchema, type KeyHolder } from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import type { Connection } from './connection.ts';
import type { LookupAttribute, LookupAttributes } from './lookup-attributes.ts';
import type { ResourceKey } from './resource-rows.ts';
import type { Tenant } from './tenants.ts';

interface LookupRow {
  readonly attribute: LookupAttribute;
  readonly value: string;
  readonly is_unique: number;
}

/** A resource whose rows are written. */
export interface LookupOwner {
  readonly tenant: Tenant;
  readonly type: ResourceType;
  readonly resource: ResourceKey;
  readonly schema: BoundSchema;
}

/** What the rows of a resource are made from. */
export interface LookupValues {
  /** The document in comparable form; undefined when it did not change, so that only keys may have. */
  readonly comparable: Complex | undefined;
  /** undefined when the resource keeps those that it has. */
  readonly uniqueKeys: readonly UniqueKey[] | undefined;
}

/** The lookup rows of a database, for use inside a transaction. */
export interface Lookups {
  /** Writes the rows of a resource. Fails: `Uniqueness` when another resource holds one of the keys. */
  readonly write: (owner: LookupOwner, values: LookupValues) => Result.Result<void, Uniqueness>;
  readonly remove: (resource: ResourceKey) => void;
}

const rowKey = ({ attribute, value }: Pick<LookupRow, 'attribute' | 'value'>): string => `${attribute} ${value}`;

const prepare = (connection: Connection) => ({
  rowsOf: connection.prepare<[ResourceKey], LookupRow>(
    'SELECT attribute, value, is_unique FROM lookups WHERE resource = ?',
  ),
  insert: connection.prepare<[ResourceKey, LookupAttribute, string, Tenant, number]>(
    `INSERT INTO lookups (resource, attribute, value, tenant, is_unique) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ),
  remove: connection.prepare<[ResourceKey, LookupAttribute, string]>(
    'DELETE FROM lookups WHERE resource = ? AND attribute = ? AND value = ?',
  ),
  holder: connection.prepare<[Tenant, LookupAttribute, string], { readonly id: string; readonly document: string }>(
    `SELECT r.id, r.document FROM lookups l JOIN resources r USING (resource)
     WHERE l.tenant = ? AND l.attribute = ? AND l.value = ? AND l.is_unique = 1`,
  ),
  removeAll: connection.prepare<[ResourceKey]>('DELETE FROM lookups WHERE resource = ?'),
});

/** A row that a resource ought to have, with the attribute that it is of; '' for one that stays as it is. */
type WantedRow = LookupRow & { readonly path: string };

/** Makes the list of the rows that a resource ought to have, unique ones first and in the order of the keys. */
const makeWantedRows = (attributes: LookupAttributes) => {
  const uniqueRows = (
    { type }: LookupOwner,
    uniqueKeys: LookupValues['uniqueKeys'],
    present: readonly LookupRow[],
  ): readonly WantedRow[] =>
    uniqueKeys === undefined
      ? present.filter((row) => row.is_unique === 1).map((row) => ({ ...row, path: '' }))
      : uniqueKeys.map(({ attribute: path, key: value }) => ({
          ...{ attribute: attributes.numberOf(type.name, path), value, is_unique: 1, path },
        }));

  /** Rows of a document that stays as it is, whichever definitions they were written under. */
  const keptRows = ({ type }: LookupOwner, present: readonly LookupRow[]): readonly WantedRow[] => {
    const numbers = new Set(attributes.indexed(type).map(({ attribute }) => attribute));
    return present
      .filter(({ attribute, is_unique }) => is_unique === 0 || numbers.has(attribute))
      .map((row) => ({ ...row, is_unique: 0, path: '' }));
  };

  const documentRows = ({ type, schema }: LookupOwner, comparable: Complex): readonly WantedRow[] =>
    schema.lookupsOf(type).flatMap(({ node }) => {
      const texts = textsAt(node, comparable);
      if (texts.length === 0) return [];
      const attribute = attributes.numberOf(type.name, node.path);
      return texts.map((value) => ({ attribute, value, is_unique: 0, path: node.path }));
    });

  return (
    owner: LookupOwner,
    { comparable, uniqueKeys }: LookupValues,
    present: readonly LookupRow[],
  ): ReadonlyMap<string, WantedRow> => {
    const wanted = new Map(uniqueRows(owner, uniqueKeys, present).map((row) => [rowKey(row), row]));
    const others = comparable === undefined ? keptRows(owner, present) : documentRows(owner, comparable);
    for (const row of others) if (!wanted.has(rowKey(row))) wanted.set(rowKey(row), row);
    return wanted;
  };
};

/** Makes the access to the lookup rows. */
export const makeLookups = (connection: Connection, attributes: LookupAttributes): Lookups => {
  const statements = prepare(connection);
  const wantedRows = makeWantedRows(attributes);

  /** The resource of the tenant that holds a unique value. */
  const holderOf = (tenant: Tenant, { attribute, value }: LookupRow): KeyHolder | undefined => {
    const found = statements.holder.get(tenant, attribute, value);
    if (found === undefined) return undefined;
    const document: Complex = JSON.parse(found.document);
    return { id: found.id, document };
  };

  const write: Lookups['write'] = (owner, values) => {
    const { resource, tenant, type } = owner;
    const present = statements.rowsOf.all(resource);
    const wanted = wantedRows(owner, values, present);
    const kept = new Set<string>();
    for (const row of present) {
      if (wanted.get(rowKey(row))?.is_unique === row.is_unique) kept.add(rowKey(row));
      else statements.remove.run(resource, row.attribute, row.value);
    }
    for (const [key, row] of wanted) {
      if (kept.has(key)) continue;
      const { changes } = statements.insert.run(resource, row.attribute, row.value, tenant, row.is_unique);
      // The resource's own row was removed above: only the unique index can be in the way.
      if (changes === 0) return Result.fail(taken(type.name, { attribute: row.path }, holderOf(tenant, row)));
    }
    return Result.void;
  };

  return {
    write,
    remove: (resource) => {
      statements.removeAll.run(resource);
    },
  };
};
