// Search in the activity for what no index finds: a text, or the token of a client.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityRecord } from '../activity/activity-record.ts';
import { makeMentions } from '../activity/mentions.ts';
import type { ActivityPage, ActivitySelection } from '../ports/inbound/activity-reading.ts';
import type { ActivityEntry, ActivityFilter, ActivityLog, InvalidPosition } from '../ports/outbound/activity-log.ts';

/** Records that one call looks through at most. */
const MOST_LOOKED_THROUGH = 5000;
const READ_AT_ONCE = 500;

interface Search {
  readonly isMeant: (record: ActivityRecord) => boolean;
  readonly limit: number;
  readonly position: string | undefined;
}

/** What no index finds; undefined when nothing of the kind is asked for. */
export const lookedFor = ({ text, client }: ActivitySelection): Search['isMeant'] | undefined => {
  if (text === undefined && client === undefined) return undefined;
  const mentions = text === undefined ? () => true : makeMentions(text);
  return (record) => (client === undefined || record.caller.tokenFingerprint === client) && mentions(record);
};

/** Looks through the records one by one, up to a bound. */
export const searchActivity = Effect.fnUntraced(function* (
  activity: ActivityLog,
  filter: ActivityFilter,
  { isMeant, limit, position }: Search,
): Effect.fn.Return<ActivityPage, InvalidPosition | StorageUnavailable> {
  const found: ActivityEntry[] = [];
  let last = position;
  for (let seen = 0; seen < MOST_LOOKED_THROUGH; seen += READ_AT_ONCE) {
    const query = { ...filter, limit: READ_AT_ONCE, ...(last !== undefined && { position: last }) };
    const part: readonly ActivityEntry[] = yield* activity.page(query);
    for (const entry of part) {
      last = entry.position;
      if (isMeant(entry.record)) found.push(entry);
      if (found.length === limit) return { entries: found, next: last };
    }
    if (part.length < READ_AT_ONCE) return { entries: found };
  }
  return { entries: found, ...(last !== undefined && { next: last }) };
});
