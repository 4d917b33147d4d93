// Version 9. Under which version of an organisation's own attributes a resource was stored.
import type { Migration } from './migrate.ts';

export const schemaVersions: Migration = {
  name: 'versions of own attributes',
  statements: [
    'ALTER TABLE resources ADD COLUMN schema_version INTEGER NOT NULL DEFAULT 0',
    'CREATE INDEX resources_by_schema_version ON resources (tenant, type, schema_version)',
  ],
};
