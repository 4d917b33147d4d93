// The small numbers that stand for (resource type, attribute) in lookup rows. Known attributes get theirs when the file is opened.
import { lookupNodes, type BoundSchema } from '@looop-scim/provisioning/storage-support';
import type { AttributeNode, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { Connection } from './connection.ts';

/** Number of an attribute of a resource type. */
export type LookupAttribute = number;

/** An attribute of which every value of every resource has a lookup row; `attribute` is 0 when no resource has had one yet. */
export interface IndexedAttribute {
  readonly attribute: LookupAttribute;
  readonly node: AttributeNode;
  /** Resources that were stored under an older version of the schema may lack rows. */
  readonly since: number;
}

/** The attributes that have lookup rows. */
export interface LookupAttributes {
  /** Attributes by which resources of a type are found. */
  readonly indexed: (type: ResourceType) => readonly IndexedAttribute[];
  /** The same under the schema of an organisation. */
  readonly under: (schema: BoundSchema) => Pick<LookupAttributes, 'indexed'>;
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
        return attribute === undefined ? [] : [{ attribute, node, since: 0 }];
      }),
    ]),
  );
  const known = (type: string, path: string): LookupAttribute | undefined =>
    indexed.get(type)?.find(({ node }) => node.path === path)?.attribute ?? select.get(type, path);
  return {
    indexed: (type) => indexed.get(type.name) ?? [],
    under: ({ lookupsOf }) => ({
      indexed: (type) =>
        lookupsOf(type).map(({ node, since }) => ({ node, since, attribute: known(type.name, node.path) ?? 0 })),
    }),
    // Not remembered: a number given in a transaction may be undone with it.
    numberOf: (type, path) => known(type, path) ?? Number(insert.run(type, path).lastInsertRowid),
  };
};
