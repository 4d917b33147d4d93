// Removes what the logs keep no longer, organisation by organisation and a bounded number of documents at a time.
import { organisationId, type OrganisationId } from '@looop-scim/provisioning/organisation';
import type { LogBounds } from '@looop-scim/provisioning/ports';
import { eraseDeletion } from '@looop-scim/provisioning/storage-support';
import type { ObjectId } from 'mongodb';
import type { Collections, EventDocument } from '../collections.ts';
import { replaceErased } from './event-document.ts';
import { lastSequence, noteSequence, type EventLogName } from './event-sequence.ts';

/** One step; whether another one may find something. Calls must not overlap. */
export type Trim = (bounds: LogBounds) => Promise<boolean>;

/** Documents that are removed by one statement. */
const REMOVED_AT_ONCE = 500;
const LOGS: readonly EventLogName[] = ['feed', 'events'];
/** Organisations that one step looks at. */
const LOOKED_AT_ONCE = 20;

/** Removes at most `REMOVED_AT_ONCE` documents of an organisation; whether there were as many. */
type Removal = (organisation: OrganisationId) => Promise<boolean>;

const activityRemoval =
  ({ activity, refusals }: Collections, before: number): Removal =>
  async (organisation) => {
    const query = { o: organisation, at: { $lt: before } };
    const old = await activity
      .find(query)
      .sort({ at: 1 })
      .limit(REMOVED_AT_ONCE)
      .project<{ w: string }>({ w: 1 })
      .toArray();
    if (old.length > 0) await activity.deleteMany({ o: organisation, w: { $in: old.map(({ w }) => w) } });
    const counted = await refusals
      .find(query)
      .sort({ at: 1 })
      .limit(REMOVED_AT_ONCE)
      .project<{ key: string }>({ key: 1 })
      .toArray();
    if (counted.length > 0) await refusals.deleteMany({ o: organisation, key: { $in: counted.map(({ key }) => key) } });
    return Math.max(old.length, counted.length) === REMOVED_AT_ONCE;
  };

const eventRemoval =
  (collections: Collections, name: EventLogName, before: number): Removal =>
  async (organisation) => {
    const { [name]: log, pieces } = collections;
    const oldestOf = (count: number) =>
      log
        .find({ o: organisation })
        .sort({ seq: 1 })
        .limit(count)
        .project<Pick<EventDocument, 'seq' | 'key' | 'at'>>({ seq: 1, key: 1, at: 1 })
        .toArray();
    const [first] = await oldestOf(1);
    if (first === undefined || first.at >= before) return false;
    // From the beginning of the log alone: what is kept has no gaps.
    const oldest = await oldestOf(REMOVED_AT_ONCE);
    const kept = oldest.findIndex(({ at }) => at >= before);
    const old = kept === -1 ? oldest : oldest.slice(0, kept);
    if (old.length === 0) return false;
    // The next number follows the last one that was ever issued, also when no event is left to tell it.
    await noteSequence(collections, name, organisation, await lastSequence(collections, name, organisation));
    await log.deleteMany({ o: organisation, seq: { $in: old.map(({ seq }) => seq) } });
    await pieces.deleteMany({ o: organisation, key: { $in: old.map(({ key }) => key) } });
    return old.length === REMOVED_AT_ONCE;
  };

/** Takes the last profiles out of the events of deletions. */
const profileRemoval =
  (collections: Collections, before: number): Removal =>
  async (organisation) => {
    const old = await collections.feed
      .find({ o: organisation, lastProfile: true, at: { $lt: before } })
      .limit(REMOVED_AT_ONCE)
      .toArray();
    for (const document of old) await replaceErased(collections, document, eraseDeletion);
    return old.length === REMOVED_AT_ONCE;
  };

const recordRemoval =
  ({ records }: Collections, expiredBy: number): Removal =>
  async (organisation) => {
    const ended = { o: organisation, expires: { $lte: expiredBy } };
    const old = await records.find(ended).limit(REMOVED_AT_ONCE).project<{ _id: ObjectId }>({ _id: 1 }).toArray();
    // The end once more: one that was written again since then has another.
    if (old.length > 0) await records.deleteMany({ ...ended, _id: { $in: old.map(({ _id }) => _id) } });
    return old.length === REMOVED_AT_ONCE;
  };

/** Makes the removal. */
export const makeTrim = (collections: Collections): Trim => {
  const { organisations, unknownTokens, installationRecords } = collections;
  /** Organisations that this round has still to look at; undefined between two rounds. */
  let waiting: OrganisationId[] | undefined;

  const begin = async ({ activityBefore, expiredBy }: LogBounds): Promise<OrganisationId[]> => {
    if (activityBefore !== undefined) await unknownTokens.deleteMany({ last: { $lt: activityBefore } });
    if (expiredBy !== undefined) await installationRecords.deleteMany({ expires: { $lte: expiredBy } });
    const all = await organisations.find().project<{ _id: string }>({ _id: 1 }).sort({ _id: 1 }).toArray();
    return all.map(({ _id }) => organisationId(_id));
  };

  return async (bounds) => {
    const { activityBefore, eventsBefore, lastProfilesBefore, expiredBy } = bounds;
    waiting ??= await begin(bounds);
    const removals = [
      ...(activityBefore === undefined ? [] : [activityRemoval(collections, activityBefore)]),
      ...(lastProfilesBefore === undefined ? [] : [profileRemoval(collections, lastProfilesBefore)]),
      ...(eventsBefore === undefined ? [] : LOGS.map((log) => eventRemoval(collections, log, eventsBefore))),
      ...(expiredBy === undefined ? [] : [recordRemoval(collections, expiredBy)]),
    ];
    for (const organisation of waiting.slice(0, LOOKED_AT_ONCE)) {
      for (const remove of removals) if (await remove(organisation)) return true;
      waiting.shift();
    }
    if (waiting.length > 0) return true;
    waiting = undefined;
    return false;
  };
};
