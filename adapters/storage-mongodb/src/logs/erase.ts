// Takes the values of a deleted person out of the activity and out of the events. Each step may be repeated and done by several processes at once.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { activityNameKey, decodeActivity, eraseActivity, eraseEvent } from '@looop-scim/provisioning/storage-support';
import type { Filter } from 'mongodb';
import type { ActivityDocument, Collections } from '../collections.ts';
import { replaceErased } from './event-document.ts';

/** Whose values go. */
export interface ErasedResource {
  readonly resourceId: string;
  readonly name?: string;
}

/** Erases every record about a resource of an organisation, and its events before the deletion. */
export type Erase = (organisation: OrganisationId, erased: ErasedResource) => Promise<void>;

/** Records, or events, that are read at once. */
const READ_AT_ONCE = 100;

const eraseEvents = async (collections: Collections, organisation: OrganisationId, person: string): Promise<void> => {
  for (;;) {
    const found = await collections.feed.find({ o: organisation, person }).limit(READ_AT_ONCE).toArray();
    for (const document of found) await replaceErased(collections, document, eraseEvent);
    if (found.length < READ_AT_ONCE) return;
  }
};

/** Makes the erasure. */
export const makeErase =
  (collections: Collections): Erase =>
  async (organisation, { resourceId, name }) => {
    const { activity } = collections;
    await eraseEvents(collections, organisation, resourceId);
    const ways: Filter<ActivityDocument>[] = [
      { o: organisation, resourceId },
      { o: organisation, existingId: resourceId },
    ];
    if (name !== undefined) ways.push({ o: organisation, nameKey: activityNameKey(name) });
    const query = { o: organisation, erased: { $exists: false }, $or: ways };
    for (;;) {
      const found = await activity
        .find(query)
        .limit(READ_AT_ONCE)
        .project<Pick<ActivityDocument, 'w' | 'record'>>({ _id: 0, w: 1, record: 1 })
        .toArray();
      for (const { w, record: text } of found) {
        const record = JSON.stringify(eraseActivity(decodeActivity(text)));
        await activity.updateOne(
          { o: organisation, w },
          { $set: { record, erased: true }, $unset: { hasIgnored: 1, nameKey: 1, existingId: 1 } },
        );
      }
      if (found.length < READ_AT_ONCE) return;
    }
  };
