// The last number of an organisation's events. Events are removed with time, and their numbers are never issued again: the last one
// is noted before.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections, EventDocument } from '../collections.ts';
import { upserting } from './upserting.ts';

/** A log of events: `feed`, and `events` with those of format 1, which earlier versions wrote. */
export type EventLogName = 'feed' | 'events';

const PREFIXES: Readonly<Record<EventLogName, string>> = { feed: 'feed', events: 'sequence' };

const settingOf = (log: EventLogName, organisation: OrganisationId): string => `${PREFIXES[log]}:${organisation}`;

/** The last number that was issued; 0 when there was none. */
export const lastSequence = async (
  collections: Collections,
  log: EventLogName,
  organisation: OrganisationId,
): Promise<number> => {
  const newest = collections[log]
    .find({ o: organisation })
    .sort({ seq: -1 })
    .limit(1)
    .project<Pick<EventDocument, 'seq'>>({ seq: 1 })
    .next();
  const noted = collections.settings.findOne({ _id: settingOf(log, organisation) });
  const [last, removed] = await Promise.all([newest, noted]);
  return Math.max(last?.seq ?? 0, Number(removed?.value ?? 0));
};

/** The number of the oldest event that is kept; undefined when there is none. */
export const oldestSequence = async (
  { feed }: Collections,
  organisation: OrganisationId,
): Promise<number | undefined> =>
  (
    await feed
      .find({ o: organisation })
      .sort({ seq: 1 })
      .limit(1)
      .project<Pick<EventDocument, 'seq'>>({ seq: 1 })
      .next()
  )?.seq;

/** Forgets an organisation of which nothing is left. */
export const forgetSequences = async ({ settings }: Collections, organisation: OrganisationId): Promise<void> => {
  await settings.deleteMany({ _id: { $in: [settingOf('feed', organisation), settingOf('events', organisation)] } });
};

/** Notes the last number that was issued. */
export const noteSequence = async (
  { settings }: Collections,
  log: EventLogName,
  organisation: OrganisationId,
  last: number,
): Promise<void> => {
  await upserting(() =>
    settings.updateOne({ _id: settingOf(log, organisation) }, { $max: { value: last } }, { upsert: true }),
  );
};
