// The small numbers that stand for (resource type, attribute) in lookup rows. Known attributes get theirs when the file is opened.
import { lookupNodes } from '@looop-scim/provisioning/storage-support';
import type { AttributeNode, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { Connection } from './connection.ts';

/** Number of an attribute of a resource type. */
export type LookupAttribute = number;

/** An attribute of which every value of every resource has a lookup row. */
export interface IndexedAttribute {
  readonly attribute: LookupAttribute;
  readonly node: AttributeNode;
}

/** The attributes that have lookup rows. */
export interface LookupAttributes {
  /** Attributes by which resources of a type are found. */
  readonly indexed: (type: ResourceType) => readonly IndexedAttribute[];
  /** The number of any attribute, for unique keys; inside a write's transaction. */
  readonly numberOf: (type: string, path: string) => LookupAttribute;
}

/** Makes the numbering of a registry; `indexed` numbers have to be there (see `registerLookupAttributes`). */
export const makeLookupAttributes = (connection: Connection, registry: SchemaRegistry): LookupAttributes => {
  const select = connection
    .prepare<[string, string], LookupAttribute>('SELECT attribute FROM lookup_attributes WHERE type = ? AND path = ?')
    .pluck();
  const insert = connection.prepare<[string, string]>(
    'INSERT INTO lookup_attributes (type, path, indexed) VALUES (?, ?, 0)',
  );
  const indexed = new Map(
    registry.resourceTypes.map((type) => [
      type.name,
      lookupNodes(type).flatMap((node) => {
        const attribute = select.get(type.name, node.path);
        return attribute === undefined ? [] : [{ attribute, node }];
      }),
    ]),
  );
  return {
    indexed: (type) => indexed.get(type.name) ?? [],
    // Not remembered: a number given in a transaction may be undone with it.
    numberOf: (type, path) =>
      indexed.get(type)?.find(({ node }) => node.path === path)?.attribute ??
      select.get(type, path) ??
      Number(insert.run(type, path).lastInsertRowid),
  };
};
