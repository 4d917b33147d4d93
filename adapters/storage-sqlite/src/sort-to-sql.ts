// The expression by which a list is sorted; NULL where the attribute is unassigned. Of several values the primary one counts,
// else the first.
import type { SortOrder } from '@looop-scim/scim/list';
import { multiValuedAncestor, type AttributeNode } from '@looop-scim/scim/schema';
import { documentSource, pathFrom } from './filter/json-source.ts';
import { metadataColumn } from './filter/metadata-to-sql.ts';
import { sql, type Sql } from './sql.ts';

/** The first value of a list that is simple, or the one value. */
const firstAt = (value: Sql, path: string, { definition }: AttributeNode): Sql =>
  sql`json_extract(${value}, ${definition.multiValued ? `${path}[0]` : path})`;

const inDocument = (node: AttributeNode): Sql => {
  const list = node.parent === undefined ? undefined : multiValuedAncestor(node.parent);
  if (list === undefined) return firstAt(sql`r.comparable`, pathFrom(documentSource, node), node);
  const value = firstAt(sql`e.value`, pathFrom({ node: list }, node), node);
  // The first element comes first among those of the same rank, because elements are numbered by their key.
  return sql`(SELECT ${value} FROM jsonb_each(r.comparable, ${pathFrom(documentSource, list)}) e
    ORDER BY ifnull(json_extract(e.value, '$.primary'), 0) DESC, e.key LIMIT 1)`;
};

const keyOf = (node: AttributeNode): Sql => {
  if (node.storedIn === 'metadata') return metadataColumn(node);
  if (node.storedIn === 'memberships') throw new TypeError(`No list is sorted by ${node.path}`);
  return inDocument(node);
};

/** What a list is sorted by, and how: ORDER BY terms on the key `k`. Unassigned values come last, descending first. */
export interface SortSql {
  readonly key: Sql;
  readonly order: Sql;
}

/** The order of a list; ties are ordered by id, ascending. RFC 7644 section 3.4.2.3. */
export const sortToSql = ({ attribute, descending }: SortOrder): SortSql => ({
  key: keyOf(attribute),
  order: descending ? sql`k DESC NULLS FIRST` : sql`k ASC NULLS LAST`,
});
