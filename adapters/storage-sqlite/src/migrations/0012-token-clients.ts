// Version 12. With the last use of a token stands which client it was, so that administrators see who holds it.
import type { Migration } from './migrate.ts';

export const tokenClients: Migration = {
  name: 'the client of the last use of a token',
  statements: ['ALTER TABLE tokens ADD COLUMN last_client TEXT'],
};
