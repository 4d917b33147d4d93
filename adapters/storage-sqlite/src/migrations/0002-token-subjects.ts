// Version 2. Tokens may stand for a user, and the installation has a secret of its own.
import type { Migration } from './migrate.ts';

export const tokenSubjects: Migration = {
  name: 'subjects of tokens, secret of the installation',
  statements: [
    // Id of a user. No foreign key: a token outlives its user and says so.
    'ALTER TABLE tokens ADD COLUMN subject TEXT',

    `CREATE TABLE installation (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      secret TEXT NOT NULL
    ) STRICT`,
  ],
};
