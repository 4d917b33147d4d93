// Takes the values of a deleted person out of the activity. Each step may be repeated and done by several processes at once.
import type { OrganisationId } from '@looop-scim/provisioning';
import { activityNameKey, decodeActivity, eraseActivity } from '@looop-scim/provisioning/storage-support';
import type { Filter } from 'mongodb';
import type { ActivityDocument, Collections } from '../collections.ts';

/** Whose values go. */
export interface ErasedResource {
  readonly resourceId: string;
  readonly name?: string;
}

/** Erases every record about a resource of an organisation. */
export type Erase = (organisation: OrganisationId, erased: ErasedResource) => Promise<void>;

/** Records that are read at once. */
const READ_AT_ONCE = 100;

/** Makes the erasure. */
export const makeErase =
  ({ activity }: Pick<Collections, 'activity'>): Erase =>
  async (organisation, { resourceId, name }) => {
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
