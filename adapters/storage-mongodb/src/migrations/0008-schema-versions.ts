// Version 8. Under which version of an organisation's own attributes a resource was stored; resources of older versions have none.
import type { Migration } from './migrate.ts';

export const schemaVersions: Migration = {
  name: 'versions of own attributes',
  indexes: { resources: [{ name: 'by_schema_version', key: { o: 1, type: 1, sv: 1 } }] },
};
