// One record of the activity by its position.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { parsePosition } from '../activity/activity-position.ts';
import type { ActivityEntry, ActivityLog, InvalidPosition } from '../ports/outbound/activity-log.ts';

/** Records of one millisecond that are read at once. */
const READ_AT_ONCE = 500;

/** The record at a position; undefined when there is none any more. Fails: `InvalidPosition`. */
export const readEntry = Effect.fnUntraced(function* (
  activity: ActivityLog,
  position: string,
): Effect.fn.Return<ActivityEntry | undefined, InvalidPosition | StorageUnavailable> {
  const { at } = yield* Effect.fromResult(parsePosition(position));
  for (let from: string | undefined; ;) {
    const query = { since: at, until: at + 1, limit: READ_AT_ONCE, ...(from !== undefined && { position: from }) };
    const page: readonly ActivityEntry[] = yield* activity.page(query);
    const found = page.find((entry) => entry.position === position);
    const last = page.at(-1);
    // Records that were repeated later may begin before this time: they come after it.
    if (found !== undefined || last === undefined || page.length < READ_AT_ONCE || last.record.at < at) return found;
    from = last.position;
  }
});
