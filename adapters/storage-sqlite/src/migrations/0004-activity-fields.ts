// Version 4. Activity is read by page and filter, refusals are counted, logs have an end.
import type { Migration } from './migrate.ts';

export const activityFields: Migration = {
  name: 'activity by filter, counted refusals, erasure, unknown tokens',
  statements: [
    // The columns before the record: filters do not have to read past it. AUTOINCREMENT: a number that a reader remembers is not
    // issued again when records are removed.
    `CREATE TABLE activity_with_fields (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant INTEGER NOT NULL,
      at INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      has_ignored INTEGER NOT NULL,
      resource_id TEXT,
      name_key TEXT, -- of a record without resource
      existing_id TEXT,
      repetition_key TEXT, -- of refusals that are counted as one
      count INTEGER NOT NULL,
      last INTEGER NOT NULL,
      is_erased INTEGER NOT NULL,
      record TEXT NOT NULL -- JSON, without count and last
    ) STRICT`,
    // Before this version no record had a name without a resource.
    `INSERT INTO activity_with_fields
       (sequence, tenant, at, outcome, has_ignored, resource_id, count, last, is_erased, record)
     SELECT sequence, tenant, record ->> '$.at', record ->> '$.outcome',
       record ->> '$.membersUnknown' IS NOT NULL
         OR EXISTS (SELECT 1 FROM json_each(record, '$.ignored') WHERE value ->> '$.reason' = 'unknown'),
       record ->> '$.resourceId', 1, record ->> '$.at', 0, record
     FROM activity ORDER BY sequence`,
    'DROP TABLE activity',
    'ALTER TABLE activity_with_fields RENAME TO activity',
    // It went with the table that it was of.
    `CREATE TRIGGER activity_of_removed BEFORE INSERT ON activity
     WHEN EXISTS (SELECT 1 FROM tenants WHERE tenant = NEW.tenant AND removed IS NOT NULL)
     BEGIN SELECT RAISE(ABORT, 'the organisation was deleted'); END`,
    'CREATE INDEX activity_by_tenant ON activity (tenant)',
    'CREATE INDEX activity_by_time ON activity (tenant, at)',
    "CREATE INDEX activity_by_outcome ON activity (tenant, outcome, at) WHERE outcome <> 'applied'",
    'CREATE INDEX activity_with_ignored ON activity (tenant, at) WHERE has_ignored = 1',
    'CREATE INDEX activity_by_resource ON activity (tenant, resource_id, at) WHERE resource_id IS NOT NULL',
    'CREATE INDEX activity_by_name ON activity (tenant, name_key, at) WHERE name_key IS NOT NULL',
    'CREATE INDEX activity_by_existing ON activity (tenant, existing_id) WHERE existing_id IS NOT NULL',
    'CREATE UNIQUE INDEX activity_repetitions ON activity (tenant, repetition_key) WHERE repetition_key IS NOT NULL',

    // Resources that were deleted and whose values are still to be taken out of the activity.
    `CREATE TABLE erasures (
      tenant INTEGER NOT NULL,
      resource_id TEXT NOT NULL,
      name_key TEXT,
      PRIMARY KEY (tenant, resource_id)
    ) STRICT, WITHOUT ROWID`,
    // Users who were deleted before this version.
    `INSERT OR IGNORE INTO erasures (tenant, resource_id)
     SELECT tenant, resource_id FROM activity
     WHERE outcome = 'applied' AND resource_id IS NOT NULL
       AND record ->> '$.operation' = 'delete' AND record ->> '$.resourceType' = 'User'`,

    'ALTER TABLE events ADD COLUMN at INTEGER NOT NULL DEFAULT 0',
    "UPDATE events SET at = event ->> '$.at'",
    'CREATE INDEX events_by_time ON events (tenant, at)',

    // Requests with tokens that nobody issued, by the first digits of their SHA-256.
    `CREATE TABLE unknown_tokens (
      fingerprint_prefix TEXT PRIMARY KEY,
      has_token_prefix INTEGER NOT NULL,
      length INTEGER NOT NULL,
      count INTEGER NOT NULL,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX unknown_tokens_by_last ON unknown_tokens (last)',
  ],
};
