// Requests by time, for a chart: the storage counts them by the hour, and longer spans are sums of hours.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityOutcome } from '../activity/activity-record.ts';
import type { ActivityCounts, CountsRequest } from '../ports/inbound/activity-reading.ts';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';

/** Spans at most. */
const MOST_SPANS = 400;

type Counts = Record<ActivityOutcome, number>;

const noCounts = (): Counts => ({ applied: 0, unchanged: 0, answered: 0, refused: 0 });

/** Makes the counting of one organisation's requests. */
export const makeActivityCounts = (activity: Pick<ActivityLog, 'countByHour'>) =>
  Effect.fnUntraced(function* ({
    since,
    until,
    spanMs,
  }: CountsRequest): Effect.fn.Return<ActivityCounts, StorageUnavailable> {
    const last = Math.ceil(until / spanMs);
    const first = Math.max(Math.floor(since / spanMs), last - MOST_SPANS);
    const spans: readonly Counts[] = Array.from({ length: last - first }, noCounts);
    for (const { hour, outcome, count } of yield* activity.countByHour(first * spanMs, last * spanMs)) {
      const span = spans[Math.floor(hour / spanMs) - first];
      if (span !== undefined) span[outcome] += count;
    }
    return { spans: spans.map((counts, index) => ({ at: (first + index) * spanMs, ...counts })) };
  });
