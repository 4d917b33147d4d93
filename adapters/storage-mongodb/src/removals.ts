// Organisations that were deleted. One field of the organisation's document is the commit point: whatever is cut after it, the
// next step of any process goes on. The document outlives the data by a day, since a request that was under way may still have
// written something.
import { organisationId, type OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collection, Db, ObjectId } from 'mongodb';
import { forgetSequences } from './logs/event-sequence.ts';
import type { Collections } from './collections.ts';

/** No process goes on with a write after this time. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The name of an organisation that was deleted: no valid name has a colon, so that the old one is free. */
const nameOfRemoved = (organisation: OrganisationId): string => `:${organisation}`;

/** Steps of removing what deleted organisations leave. */
export interface Removals {
  /** Deletes an organisation, so that nobody finds it or its tokens, and answers whether it was there. Its data is left to the steps. */
  readonly begin: (organisation: OrganisationId, at: number) => Promise<boolean>;
  /** Removes at most `limit` documents of deleted organisations; answers how many there were. */
  readonly step: (limit: number) => Promise<number>;
  /** Forgets organisations that were deleted longer ago than `age`, in milliseconds, and have left nothing. */
  readonly forget: (age?: number) => Promise<void>;
}

/** What documents of an organisation have in common. */
interface OwnedDocument {
  readonly _id: string | ObjectId;
  readonly o: OrganisationId;
}

/** Removes at most `limit` of the organisation's documents in one collection; answers how many there were. */
type Holding = (organisation: OrganisationId, limit: number) => Promise<number>;

const holdingOf =
  (documents: Collection<OwnedDocument>): Holding =>
  async (organisation, limit) => {
    if (limit < 1) return 0;
    // By an index that begins with the organisation.
    const found = await documents
      .find({ o: organisation })
      .project<Pick<OwnedDocument, '_id'>>({ _id: 1 })
      .limit(limit)
      .toArray();
    if (found.length === 0) return 0;
    return (await documents.deleteMany({ o: organisation, _id: { $in: found.map(({ _id }) => _id) } })).deletedCount;
  };

/** Makes the removals of a database. */
export const makeRemovals = (collections: Collections, database: Db): Removals => {
  const { organisations, tokens, guards } = collections;
  // Resources first: with them go the intents, from which others would write memberships and logs anew.
  const { resources, memberships, pieces, activity, refusals, feed, events, revisions, records } = collections;
  const holdings = [resources, memberships, pieces, activity, refusals, feed, events, revisions, records].map(
    ({ collectionName }) => holdingOf(database.collection(collectionName)),
  );

  const stepOf = async (organisation: OrganisationId, limit: number): Promise<number> => {
    // Few, and not counted. Again: the process that began may have been stopped in between.
    await tokens.deleteMany({ o: organisation });
    await guards.deleteOne({ _id: organisation });
    let removed = 0;
    for (const holding of holdings) removed += await holding(organisation, limit - removed);
    return removed;
  };

  return {
    begin: async (organisation, at) => {
      const { matchedCount } = await organisations.updateOne(
        { _id: organisation, removed: { $exists: false } },
        { $set: { removed: at, name: nameOfRemoved(organisation) } },
      );
      if (matchedCount === 1) await tokens.deleteMany({ o: organisation });
      return matchedCount === 1;
    },
    step: async (limit) => {
      let removed = 0;
      for await (const { _id } of organisations.find({ removed: { $exists: true } }).sort({ _id: 1 })) {
        removed += await stepOf(organisationId(_id), limit - removed);
        if (removed >= limit) break;
      }
      return removed;
    },
    forget: async (age = KEPT_MS) => {
      for await (const { _id } of organisations.find({ removed: { $lt: Date.now() - age } })) {
        const id = organisationId(_id);
        if ((await stepOf(id, 1)) > 0) continue;
        await forgetSequences(collections, id);
        await organisations.deleteOne({ _id });
      }
    },
  };
};
