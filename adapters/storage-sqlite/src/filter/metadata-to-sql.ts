// What is kept beside the document in columns of the row `r`. Binding has decided conditions on schemas, resource type
// and location before a store sees a filter.
import type { AttributeNode } from '@looop-scim/scim/schema';
import { sql, type Sql } from '../sql.ts';

/** The expression of a record attribute; never NULL. */
export const metadataColumn = (node: AttributeNode): Sql => {
  switch (node.path) {
    case 'id':
      return sql`r.id`;
    case 'meta.created':
      return sql`r.created`;
    case 'meta.lastModified':
      return sql`r.last_modified`;
    case 'meta.resourceType':
      return sql`r.type`;
    case 'meta.version':
      return sql`('W/"' || r.version || '"')`;
    default:
      throw new TypeError(`No column holds ${node.path}`);
  }
};
