// Version 8. Events of format 2, numbered for each organisation; those of format 1 stay in their table as history. Users remember by
// which mapping set events told of them last.
import type { Migration } from './migrate.ts';

export const feed: Migration = {
  name: 'feed of events, mapping versions of users',
  statements: [
    // person: the id of the user whose values are in the event, unless it is the event of the deletion; NULL once they are gone.
    // has_last_profile: 1 in the event of a deletion as long as it has more than ids.
    `CREATE TABLE feed (
      tenant INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      at INTEGER NOT NULL,
      person TEXT,
      has_last_profile INTEGER NOT NULL,
      event TEXT NOT NULL, -- JSON
      PRIMARY KEY (tenant, sequence)
    ) STRICT`,
    'CREATE INDEX feed_of_person ON feed (tenant, person, sequence) WHERE person IS NOT NULL',
    'CREATE INDEX feed_last_profiles ON feed (tenant, at) WHERE has_last_profile = 1',
    // As for activity: another process may have deleted the organisation.
    `CREATE TRIGGER feed_of_removed BEFORE INSERT ON feed
     WHEN EXISTS (SELECT 1 FROM tenants WHERE tenant = NEW.tenant AND removed IS NOT NULL)
     BEGIN SELECT RAISE(ABORT, 'the organisation was deleted'); END`,
    // The last number that was issued to an event that is removed.
    'ALTER TABLE tenants ADD COLUMN feed_removed INTEGER NOT NULL DEFAULT 0',

    // NULL: not a user.
    'ALTER TABLE resources ADD COLUMN mapping_version INTEGER',
    // The feed begins now: nobody was told anything before.
    `UPDATE resources SET mapping_version = coalesce(
       (SELECT max(version) FROM revisions v WHERE v.tenant = resources.tenant AND v.kind = 'mappingSet'), 0)
     WHERE type = 'User'`,
    `CREATE INDEX resources_by_mapping ON resources (tenant, type, mapping_version) WHERE mapping_version IS NOT NULL`,
  ],
};
