// Version 2. Organisations can be deleted: those that are being removed are found without looking at the others.
import type { Migration } from './migrate.ts';

export const removedOrganisations: Migration = {
  name: 'deletion of organisations',
  indexes: {
    organisations: [{ name: 'removed', key: { removed: 1 }, partialFilterExpression: { removed: { $exists: true } } }],
  },
};
