// Version 6. Tokens of the learning platform, which have scopes, beside those of identity providers, which have none.
import type { Migration } from './migrate.ts';

export const platformKeys: Migration = {
  name: 'platform keys',
  // JSON.
  statements: ['ALTER TABLE tokens ADD COLUMN scopes TEXT'],
};
