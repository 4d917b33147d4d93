// Version 4. Settings whose history is kept, such as mapping sets. The unique index is what makes one of several savers succeed.
import type { Migration } from './migrate.ts';

export const revisions: Migration = {
  name: 'revisions of settings',
  indexes: {
    revisions: [{ name: 'by_version', key: { o: 1, kind: 1, version: 1 }, unique: true }],
  },
};
