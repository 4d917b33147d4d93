// Version 5. Tokens of the learning platform have scopes. It needs no index; the version keeps software away that would take such a
// key for the token of an identity provider.
import type { Migration } from './migrate.ts';

export const platformKeys: Migration = { name: 'platform keys', indexes: {} };
