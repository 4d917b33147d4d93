// Version 6. Records of low volume, such as webhook endpoints, accounts and sessions. The unique index is what makes one of
// several callers that find no record succeed.
import type { Migration } from './migrate.ts';

const withEnd = { partialFilterExpression: { expires: { $exists: true } } };

export const records: Migration = {
  name: 'records of low volume',
  indexes: {
    records: [
      { name: 'by_key', key: { o: 1, kind: 1, key: 1 }, unique: true },
      { name: 'by_end', key: { o: 1, expires: 1 }, ...withEnd },
    ],
    installationRecords: [
      { name: 'by_key', key: { kind: 1, key: 1 }, unique: true },
      { name: 'by_end', key: { expires: 1 }, ...withEnd },
    ],
  },
};
