// Requests by time, for a chart: counted from the newest record back, up to a bound.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityOutcome, ActivityRecord } from '../activity/activity-record.ts';
import type { ActivityCounts, CountsRequest, SpanCounts } from '../ports/inbound/activity-reading.ts';
import type { ActivityEntry, ActivityLog } from '../ports/outbound/activity-log.ts';

/** Records that are counted at most. */
const MOST_COUNTED = 10_000;
/** Spans at most. */
const MOST_SPANS = 400;
const READ_AT_ONCE = 1000;

type Counts = Record<ActivityOutcome, number>;

const noCounts = (): Counts => ({ applied: 0, unchanged: 0, answered: 0, refused: 0 });

/** Makes the counting of one organisation's requests. */
export const makeActivityCounts = (activity: Pick<ActivityLog, 'page'>) =>
  Effect.fnUntraced(function* ({
    since,
    until,
    spanMs,
  }: CountsRequest): Effect.fn.Return<ActivityCounts, StorageUnavailable> {
    const first = Math.max(Math.floor(since / spanMs), Math.ceil(until / spanMs) - MOST_SPANS);
    const counts: readonly Counts[] = Array.from({ length: Math.ceil(until / spanMs) - first }, noCounts);
    const begin = first * spanMs;

    const add = ({ at, outcome, repeated }: ActivityRecord): void => {
      const span = counts[Math.floor(Math.max(at, begin) / spanMs) - first];
      if (span !== undefined) span[outcome] += repeated?.count ?? 1;
    };
    const spans = (): readonly SpanCounts[] => counts.map((one, index) => ({ at: begin + index * spanMs, ...one }));

    let position: string | undefined;
    for (let counted = 0; counted < MOST_COUNTED;) {
      const query = { since: begin, until, limit: READ_AT_ONCE, ...(position !== undefined && { position }) };
      const page: readonly ActivityEntry[] = yield* Effect.catchTag(
        activity.page(query),
        'InvalidPosition',
        Effect.die,
      );
      for (const { record } of page) add(record);
      if (page.length < READ_AT_ONCE) return { spans: spans() };
      counted += page.length;
      position = page.at(-1)?.position;
      const last = page.at(-1)?.record.at;
      if (counted >= MOST_COUNTED && last !== undefined) return { spans: spans(), wholeSince: last };
    }
    return { spans: spans() };
  });
