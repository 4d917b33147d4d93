// Version 1. The organisation is the first field of every index, so that a cluster that is sharded by it asks one shard; tokens
// and organisations are looked up before it is known which organisation is meant.
import type { Migration } from './migrate.ts';

export const initialIndexes: Migration = {
  name: 'initial indexes',
  indexes: {
    resources: [
      { name: 'keys', key: { o: 1, keys: 1 }, unique: true },
      { name: 'by_id', key: { o: 1, type: 1, id: 1 } },
      { name: 'by_last_modified', key: { o: 1, type: 1, lastModified: 1 } },
      { name: 'lookups', key: { o: 1, lookups: 1 } },
      { name: 'intents', key: { o: 1, 'intent.w': 1 }, partialFilterExpression: { 'intent.w': { $exists: true } } },
      { name: 'gone', key: { o: 1, gone: 1 }, partialFilterExpression: { gone: { $exists: true } } },
    ],
    memberships: [
      { name: 'by_group', key: { o: 1, g: 1, m: 1 }, unique: true },
      { name: 'by_member', key: { o: 1, m: 1, g: 1 } },
      { name: 'gone', key: { o: 1, gone: 1 }, partialFilterExpression: { gone: { $exists: true } } },
    ],
    pieces: [
      { name: 'by_key', key: { o: 1, key: 1, n: 1 }, unique: true },
      { name: 'of_intents', key: { o: 1, at: 1 }, partialFilterExpression: { at: { $exists: true } } },
    ],
    activity: [{ name: 'by_write', key: { o: 1, w: 1 }, unique: true }],
    events: [
      { name: 'by_sequence', key: { o: 1, seq: 1 }, unique: true },
      { name: 'by_key', key: { o: 1, key: 1 }, unique: true },
    ],
    organisations: [{ name: 'by_name', key: { name: 1 }, unique: true }],
    tokens: [
      { name: 'by_handle', key: { handle: 1 } },
      { name: 'by_organisation', key: { o: 1, created: -1 } },
    ],
  },
};
