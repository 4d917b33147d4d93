// Version 5. Settings whose history is kept, such as mapping sets.
import type { Migration } from './migrate.ts';

export const revisions: Migration = {
  name: 'revisions of settings',
  statements: [
    `CREATE TABLE revisions (
      tenant INTEGER NOT NULL REFERENCES tenants,
      kind TEXT NOT NULL,
      version INTEGER NOT NULL,
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      content TEXT NOT NULL, -- JSON
      PRIMARY KEY (tenant, kind, version)
    ) STRICT`,
    // As for resources and activity: another process may have deleted the organisation.
    `CREATE TRIGGER revisions_of_removed BEFORE INSERT ON revisions
     WHEN EXISTS (SELECT 1 FROM tenants WHERE tenant = NEW.tenant AND removed IS NOT NULL)
     BEGIN SELECT RAISE(ABORT, 'the organisation was deleted'); END`,
  ],
};
