// Version 3. Tokens have labels, and organisations can be deleted.
import type { Migration } from './migrate.ts';

export const tokenLabelsAndRemovals: Migration = {
  name: 'labels of tokens, deletion of organisations',
  statements: [
    'ALTER TABLE tokens ADD COLUMN label TEXT',

    // When the organisation was deleted, in milliseconds since 1970. The row stays, so that a request which was under way at
    // the time writes nothing for it any more; it holds an id and no data.
    'ALTER TABLE tenants ADD COLUMN removed INTEGER',
    // Processes remember keys of tenants, and do not notice at once that another one has deleted the organisation.
    `CREATE TRIGGER resources_of_removed BEFORE INSERT ON resources
     WHEN EXISTS (SELECT 1 FROM tenants WHERE tenant = NEW.tenant AND removed IS NOT NULL)
     BEGIN SELECT RAISE(ABORT, 'the organisation was deleted'); END`,
    `CREATE TRIGGER activity_of_removed BEFORE INSERT ON activity
     WHEN EXISTS (SELECT 1 FROM tenants WHERE tenant = NEW.tenant AND removed IS NOT NULL)
     BEGIN SELECT RAISE(ABORT, 'the organisation was deleted'); END`,
    // 1 while something of a deleted organisation is left to be removed.
    'ALTER TABLE tenants ADD COLUMN to_purge INTEGER',
    'CREATE INDEX tenants_to_purge ON tenants (tenant) WHERE to_purge = 1',
  ],
};
