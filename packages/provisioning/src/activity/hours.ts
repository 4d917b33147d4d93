// The hours by which requests are counted: one function for all storages, so that they count alike.
import type { HourCount } from '../ports/outbound/activity-log.ts';
import type { ActivityRecord } from './activity-record.ts';

/** Length of an hour, in milliseconds. */
export const HOUR_MS = 3_600_000;

/** When the hour begins in which a time lies, both in milliseconds since 1970. */
export const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

/** Counts records one by one, for storages that have nothing better: those of the hours from `since` to before `until`. */
export const countedByHour = (
  records: Iterable<ActivityRecord>,
  since: number,
  until: number,
): readonly HourCount[] => {
  const counts = new Map<string, HourCount>();
  for (const { at, outcome, repeated } of records) {
    const hour = hourOf(at);
    if (hour < since || hour >= until) continue;
    const key = `${hour} ${outcome}`;
    counts.set(key, { hour, outcome, count: (counts.get(key)?.count ?? 0) + (repeated?.count ?? 1) });
  }
  return [...counts.values()];
};
