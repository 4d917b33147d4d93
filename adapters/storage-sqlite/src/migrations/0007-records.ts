// Version 7. Records of low volume, such as webhook endpoints, accounts and sessions: those of organisations and those of none.
import type { Migration } from './migrate.ts';

const COLUMNS = `kind TEXT NOT NULL,
      key TEXT NOT NULL,
      version INTEGER NOT NULL,
      expires INTEGER,
      content TEXT NOT NULL, -- JSON`;

export const records: Migration = {
  name: 'records of low volume',
  statements: [
    `CREATE TABLE records (
      tenant INTEGER NOT NULL REFERENCES tenants,
      ${COLUMNS}
      PRIMARY KEY (tenant, kind, key)
    ) STRICT`,
    'CREATE INDEX records_by_end ON records (expires) WHERE expires IS NOT NULL',
    `CREATE TABLE installation_records (
      ${COLUMNS}
      PRIMARY KEY (kind, key)
    ) STRICT`,
    'CREATE INDEX installation_records_by_end ON installation_records (expires) WHERE expires IS NOT NULL',
    // As for resources and activity: another process may have deleted the organisation.
    `CREATE TRIGGER records_of_removed BEFORE INSERT ON records
     WHEN EXISTS (SELECT 1 FROM tenants WHERE tenant = NEW.tenant AND removed IS NOT NULL)
     BEGIN SELECT RAISE(ABORT, 'the organisation was deleted'); END`,
  ],
};
