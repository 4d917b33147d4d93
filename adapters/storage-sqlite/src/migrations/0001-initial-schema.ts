// Version 1. Resources and tenants have small integer keys inside; ids of the API stand in one place each.
import type { Migration } from './migrate.ts';

export const initialSchema: Migration = {
  name: 'initial schema',
  statements: [
    `CREATE TABLE tenants (
      tenant INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE
    ) STRICT`,

    `CREATE TABLE organisations (
      tenant INTEGER PRIMARY KEY REFERENCES tenants,
      name TEXT NOT NULL UNIQUE,
      scim_enabled INTEGER NOT NULL,
      profile TEXT NOT NULL,
      leniencies TEXT NOT NULL, -- JSON
      created INTEGER NOT NULL
    ) STRICT`,

    `CREATE TABLE tokens (
      hash TEXT NOT NULL UNIQUE,
      handle TEXT NOT NULL,
      tenant INTEGER NOT NULL REFERENCES tenants,
      created INTEGER NOT NULL,
      expires INTEGER,
      revoked INTEGER,
      last_used INTEGER
    ) STRICT`,
    'CREATE INDEX tokens_by_handle ON tokens (handle)',
    'CREATE INDEX tokens_by_tenant ON tokens (tenant, created)',

    // display: displayName, else userName, so that memberships are answered without reading documents.
    // comparable: JSONB of the document in comparable form, which filters and sorting look into.
    `CREATE TABLE resources (
      resource INTEGER PRIMARY KEY,
      tenant INTEGER NOT NULL REFERENCES tenants,
      type TEXT NOT NULL,
      id TEXT NOT NULL,
      version INTEGER NOT NULL,
      created INTEGER NOT NULL,
      last_modified INTEGER NOT NULL,
      display TEXT,
      document TEXT NOT NULL,
      comparable BLOB NOT NULL
    ) STRICT`,
    'CREATE UNIQUE INDEX resources_by_id ON resources (tenant, id)',
    'CREATE INDEX resources_by_type ON resources (tenant, type, id)',
    'CREATE INDEX resources_by_last_modified ON resources (tenant, type, last_modified)',

    // How many resources of a type have ids from first_id up to the next span: total and position without counting rows.
    `CREATE TABLE spans (
      tenant INTEGER NOT NULL,
      type TEXT NOT NULL,
      first_id TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (tenant, type, first_id)
    ) STRICT, WITHOUT ROWID`,

    // Small numbers for the attributes that have lookup rows; indexed: every value of every resource has one.
    `CREATE TABLE lookup_attributes (
      attribute INTEGER PRIMARY KEY,
      type TEXT NOT NULL,
      path TEXT NOT NULL,
      indexed INTEGER NOT NULL,
      UNIQUE (type, path)
    ) STRICT`,

    `CREATE TABLE lookups (
      resource INTEGER NOT NULL REFERENCES resources,
      attribute INTEGER NOT NULL REFERENCES lookup_attributes,
      value TEXT NOT NULL, -- in comparable form
      tenant INTEGER NOT NULL,
      is_unique INTEGER NOT NULL,
      PRIMARY KEY (resource, attribute, value)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX lookups_by_value ON lookups (tenant, attribute, value)',
    'CREATE UNIQUE INDEX lookups_unique ON lookups (tenant, attribute, value) WHERE is_unique = 1',

    `CREATE TABLE memberships (
      group_resource INTEGER NOT NULL REFERENCES resources,
      member_resource INTEGER NOT NULL REFERENCES resources,
      PRIMARY KEY (group_resource, member_resource)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX memberships_by_member ON memberships (member_resource, group_resource)',

    `CREATE TABLE activity (
      sequence INTEGER PRIMARY KEY,
      tenant INTEGER NOT NULL,
      record TEXT NOT NULL -- JSON
    ) STRICT`,
    'CREATE INDEX activity_by_tenant ON activity (tenant)',

    // AUTOINCREMENT: a reader that remembers a sequence number never misses an event, even after old ones were removed.
    `CREATE TABLE events (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant INTEGER NOT NULL,
      event TEXT NOT NULL -- JSON
    ) STRICT`,
    'CREATE INDEX events_by_tenant ON events (tenant)',
  ],
};
