// Records refusals and reads. Those of one kind are one record: a count of the kind, which says under which id the record stands, comes
// first; the record follows it, so that several processes count into one, and a process that stops in between loses nothing.
import { createHash } from 'node:crypto';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { activityFields, eraseActivity } from '@looop-scim/provisioning/storage-support';
import { resourceKey, type Collections, type RefusalDocument } from '../collections.ts';
import { activityDocument } from './activity-document.ts';
import type { Erase } from './erase.ts';
import { upserting } from './upserting.ts';

/** Records a request of an organisation that was refused, or a read. */
export type AppendCounted = (organisation: OrganisationId, record: ActivityRecord) => Promise<void>;

/** Makes the recording. */
export const makeAppendCounted = (
  { activity, refusals, resources }: Collections,
  nextWriteId: () => string,
  erase: Erase,
): AppendCounted => {
  const counted = async (
    organisation: OrganisationId,
    { at, repeated = { count: 1, last: at } }: ActivityRecord,
    repetitionKey: string,
  ): Promise<RefusalDocument> => {
    // The key holds what was sent; the hash of it says as much about repetition.
    const key = createHash('sha256').update(repetitionKey).digest('hex');
    const w = nextWriteId();
    const found = await upserting(() =>
      refusals.findOneAndUpdate(
        { o: organisation, key },
        { $setOnInsert: { w, at }, $inc: { count: repeated.count }, $max: { last: repeated.last } },
        { upsert: true, returnDocument: 'after' },
      ),
    );
    if (found === null) throw new Error('A request was counted and is not there');
    return found;
  };

  const store = async (organisation: OrganisationId, record: ActivityRecord): Promise<void> => {
    const { repetitionKey } = activityFields(record);
    if (repetitionKey === undefined) {
      await activity.insertOne(activityDocument(organisation, nextWriteId(), record));
      return;
    }
    const { w, count, last } = await counted(organisation, record, repetitionKey);
    const { o: _o, w: _w, last: _last, ...fresh } = activityDocument(organisation, w, record);
    await upserting(() =>
      activity.updateOne({ o: organisation, w }, { $setOnInsert: fresh, $max: { count, last } }, { upsert: true }),
    );
  };

  const isErased = async (organisation: OrganisationId, id: string): Promise<boolean> =>
    (await resources.countDocuments(
      { _id: resourceKey(organisation, id), o: organisation, erases: true },
      { limit: 1 },
    )) === 1;

  return async (organisation, record) => {
    const { resourceId } = record;
    if (resourceId === undefined) return await store(organisation, record);
    if (await isErased(organisation, resourceId)) return await store(organisation, eraseActivity(record));
    await store(organisation, record);
    // Deleted since: the erasure may have looked before the record was there.
    if (await isErased(organisation, resourceId)) await erase(organisation, { resourceId });
  };
};
