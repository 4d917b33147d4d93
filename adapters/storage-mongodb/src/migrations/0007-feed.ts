// Version 7. Events of format 2 in a collection of their own; those of format 1 stay in theirs as history. Users remember by which
// mapping set events told of them last.
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { Collections } from '../collections.ts';
import type { Migration } from './migrate.ts';

/** The feed begins now: nobody was told anything before, so that the newest set is the one by which all are told of. */
const fillMappingVersions = async ({ organisations, resources, revisions }: Collections): Promise<void> => {
  const all = await organisations.find().project<{ _id: string }>({ _id: 1 }).toArray();
  for (const { _id } of all) {
    const o = organisationId(_id);
    const newest = await revisions.findOne({ o, kind: 'mappingSet' }, { sort: { version: -1 } });
    await resources.updateMany(
      { o, type: 'User', mappingVersion: { $exists: false } },
      { $set: { mappingVersion: newest?.version ?? 0 } },
    );
  }
};

export const feed: Migration = {
  name: 'feed of events, mapping versions of users',
  indexes: {
    feed: [
      { name: 'by_sequence', key: { o: 1, seq: 1 }, unique: true },
      { name: 'by_key', key: { o: 1, key: 1 }, unique: true },
      { name: 'of_person', key: { o: 1, person: 1 }, partialFilterExpression: { person: { $exists: true } } },
      {
        name: 'last_profiles',
        key: { o: 1, lastProfile: 1, at: 1 },
        partialFilterExpression: { lastProfile: { $exists: true } },
      },
    ],
    resources: [
      {
        name: 'by_mapping',
        key: { o: 1, type: 1, mappingVersion: 1 },
        partialFilterExpression: { mappingVersion: { $exists: true } },
      },
    ],
  },
  fill: fillMappingVersions,
};
