// Follows the activity of an organisation: every record once, also one that comes in late because several processes write.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityRecord } from '../activity/activity-record.ts';
import { selectsRecord } from '../activity/selects-record.ts';
import type { ActivityFollower } from '../ports/inbound/activity-reading.ts';
import type { ActivityEntry, ActivityFilter, ActivityLog, InvalidPosition } from '../ports/outbound/activity-log.ts';

/** How late a record may come in. */
const OVERLAP_MS = 10_000;
/** Records that are read at once. */
const READ_AT_ONCE = 500;
/** Records whose positions are remembered at most; beyond it the overlap gets shorter. */
const MAX_REMEMBERED = 10_000;

/**
 * The position of a follower. Everything that is stored before `mark` was read. Of what comes after it, the entries of `read`
 * were.
 */
interface Place {
  readonly mark: string | undefined;
  readonly read: readonly ActivityEntry[];
}

/** The position with its mark moved forward, up to where no record can come in late before it. */
const advanced = ({ mark, read }: Place, now: number): Place => {
  const firstRecent = read.findIndex(({ record }) => record.at >= now - OVERLAP_MS);
  const surplus = read.length - MAX_REMEMBERED;
  const done = Math.max(firstRecent < 0 ? read.length : firstRecent, surplus);
  return { mark: read[done - 1]?.position ?? mark, read: read.slice(done) };
};

/** The positions come from the log itself, so that they cannot be wrong. */
const trusted = <Answer>(
  read: Effect.Effect<Answer, InvalidPosition | StorageUnavailable>,
): Effect.Effect<Answer, StorageUnavailable> =>
  Effect.catchTag(read, 'InvalidPosition', (failure) => Effect.die(failure));

/** Everything that is stored after a mark, in order. */
const readAfter = Effect.fnUntraced(function* (
  activity: ActivityLog,
  mark: string | undefined,
): Effect.fn.Return<readonly ActivityEntry[], StorageUnavailable> {
  const found: ActivityEntry[] = [];
  for (let position = mark; ;) {
    const part = yield* trusted(activity.after({ limit: READ_AT_ONCE, ...(position !== undefined && { position }) }));
    found.push(...part);
    if (part.length < READ_AT_ONCE) return found;
    position = part.at(-1)?.position;
  }
});

/** The newest records up to the first one that is older than the overlap, oldest first, in the order of storing. */
const placeOfNow = Effect.fnUntraced(function* (
  activity: ActivityLog,
  now: number,
): Effect.fn.Return<Place, StorageUnavailable> {
  let position: string | undefined;
  for (;;) {
    const page = yield* trusted(activity.page({ limit: READ_AT_ONCE, ...(position !== undefined && { position }) }));
    const older = page.find(({ record }) => record.at < now - OVERLAP_MS);
    const mark = older?.position;
    if (mark !== undefined || page.length < READ_AT_ONCE) {
      return advanced({ mark, read: yield* readAfter(activity, mark) }, now);
    }
    position = page.at(-1)?.position;
  }
});

/** Begins to follow the records that a filter selects. */
export const followActivity = Effect.fnUntraced(function* (
  activity: ActivityLog,
  filter: ActivityFilter,
  isMeant: (record: ActivityRecord) => boolean = () => true,
): Effect.fn.Return<ActivityFollower, StorageUnavailable> {
  let place = yield* placeOfNow(activity, yield* Clock.currentTimeMillis);

  const next: ActivityFollower['next'] = Effect.fnUntraced(function* () {
    const now = yield* Clock.currentTimeMillis;
    const all = yield* readAfter(activity, place.mark);
    const known = new Set(place.read.map(({ position }) => position));
    place = advanced({ mark: place.mark, read: all }, now);
    const isWanted = (record: ActivityRecord): boolean => selectsRecord(filter, record) && isMeant(record);
    return all.filter(({ position, record }) => !known.has(position) && isWanted(record));
  });

  return { next };
});
