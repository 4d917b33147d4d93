// Version 3. Activity is read by page and filter, refusals are counted, logs have an end. What was stored before is given the fields
// that queries look into; users who were deleted before have their values taken out of the activity.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { activityFields, decodeActivity } from '@looop-scim/provisioning/storage-support';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { ActivityDocument, Collections, EventDocument } from '../collections.ts';
import { foundBy } from '../logs/activity-document.ts';
import { makeErase } from '../logs/erase.ts';
import { readPieces } from '../pieces.ts';
import type { Migration } from './migrate.ts';

/** Documents that are filled in by one statement. */
const FILLED_AT_ONCE = 500;

/** Passes documents on in groups. */
const inGroups = async function* <Document>(documents: AsyncIterable<Document>): AsyncGenerator<readonly Document[]> {
  let group: Document[] = [];
  for await (const document of documents) {
    group.push(document);
    if (group.length < FILLED_AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
};

const fillActivity = async (collections: Collections): Promise<void> => {
  const { activity } = collections;
  const erase = makeErase(collections);
  const without = activity
    .find({ at: { $exists: false } })
    .project<Pick<ActivityDocument, 'o' | 'w' | 'record'>>({ _id: 0, o: 1, w: 1, record: 1 });
  const deleted: { readonly o: OrganisationId; readonly resourceId: string }[] = [];
  for await (const group of inGroups(without)) {
    const updates: AnyBulkWriteOperation<ActivityDocument>[] = [];
    for (const { o, w, record: text } of group) {
      const record = decodeActivity(text);
      updates.push({ updateOne: { filter: { o, w }, update: { $set: foundBy(activityFields(record)) } } });
      const { operation, outcome, resourceType, resourceId } = record;
      const isDeletion = operation === 'delete' && outcome === 'applied' && resourceType === 'User';
      if (isDeletion && resourceId !== undefined) deleted.push({ o, resourceId });
    }
    await activity.bulkWrite(updates, { ordered: false });
  }
  for (const { o, resourceId } of deleted) await erase(o, { resourceId });
};

const timeOf = async (collections: Collections, { o, key, event }: EventDocument): Promise<number> => {
  const text = event ?? (await readPieces(collections, { o, key })) ?? '{}';
  const { at } = JSON.parse(text) as { readonly at?: number };
  return at ?? 0;
};

const fillEvents = async (collections: Collections): Promise<void> => {
  const { events } = collections;
  for await (const group of inGroups(events.find({ at: { $exists: false } }))) {
    const updates: AnyBulkWriteOperation<EventDocument>[] = [];
    for (const document of group) {
      const { o, seq } = document;
      const at = await timeOf(collections, document);
      updates.push({ updateOne: { filter: { o, seq }, update: { $set: { at } } } });
    }
    await events.bulkWrite(updates, { ordered: false });
  }
};

export const activityFieldsAndEnds: Migration = {
  name: 'activity by filter, counted refusals, erasure, unknown tokens',
  indexes: {
    activity: [
      { name: 'by_time', key: { o: 1, at: -1, w: -1 } },
      { name: 'by_outcome', key: { o: 1, outcome: 1, at: -1, w: -1 } },
      {
        name: 'with_ignored',
        key: { o: 1, hasIgnored: 1, at: -1, w: -1 },
        partialFilterExpression: { hasIgnored: { $exists: true } },
      },
      {
        name: 'by_resource',
        key: { o: 1, resourceId: 1, at: -1, w: -1 },
        partialFilterExpression: { resourceId: { $exists: true } },
      },
      {
        name: 'by_name',
        key: { o: 1, nameKey: 1, at: -1, w: -1 },
        partialFilterExpression: { nameKey: { $exists: true } },
      },
      {
        name: 'by_existing',
        key: { o: 1, existingId: 1 },
        partialFilterExpression: { existingId: { $exists: true } },
      },
    ],
    refusals: [
      { name: 'by_key', key: { o: 1, key: 1 }, unique: true },
      { name: 'by_time', key: { o: 1, at: 1 } },
    ],
    events: [{ name: 'by_time', key: { o: 1, at: 1 } }],
    unknownTokens: [{ name: 'by_last', key: { last: -1, _id: 1 } }],
  },
  fill: async (collections) => {
    await fillActivity(collections);
    await fillEvents(collections);
  },
};
