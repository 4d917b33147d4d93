// Requests that are refused because there were too many are counted, and the counts are stored now and then: a client that sends
// too much must not make the storage write as often.
import * as Effect from 'effect/Effect';
import { TooManyRequests, type StorageUnavailable } from '@looop-scim/scim/errors';
import type { ActivityRecord, Caller } from '../activity/activity-record.ts';
import type { OrganisationId } from '../organisation/organisation.ts';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';

/** Counts what is refused. */
export interface RateRefusals {
  /** Counts a request of an organisation; `at` in milliseconds since 1970. */
  readonly note: (organisation: OrganisationId, caller: Caller, at: number) => void;
  /** Stores the counts that wait, each as one record of the activity. */
  readonly flush: Effect.Effect<void, StorageUnavailable>;
}

interface Waiting {
  readonly organisation: OrganisationId;
  readonly record: ActivityRecord;
}

/** One text for all of them, so that they are counted as refusals of one kind. */
const FAILURE = { kind: TooManyRequests.name, detail: 'Too many requests.' };

/** Makes the counting. Counts that cannot be stored wait for the next time. */
export const countRateRefusals = (activityOf: (id: OrganisationId) => ActivityLog): RateRefusals => {
  let waiting = new Map<string, Waiting>();

  const add = ({ organisation, record }: Waiting): void => {
    const key = JSON.stringify([organisation, record.caller.tokenFingerprint]);
    const known = waiting.get(key)?.record;
    const more = record.repeated ?? { count: 1, last: record.at };
    const { count, last } = known?.repeated ?? { count: 0, last: record.at };
    const repeated = { count: count + more.count, last: Math.max(last, more.last) };
    waiting.set(key, { organisation, record: { ...(known ?? record), repeated } });
  };

  const store = (one: Waiting) =>
    activityOf(one.organisation)
      .append(one.record)
      .pipe(Effect.tapError(() => Effect.sync(() => add(one))));

  return {
    note: (organisation, caller, at) =>
      add({
        organisation,
        record: {
          at,
          caller,
          operation: 'authenticate',
          outcome: 'refused',
          failure: FAILURE,
          changes: [],
          ignored: [],
        },
      }),
    flush: Effect.suspend(() => {
      const taken = [...waiting.values()];
      waiting = new Map();
      // Each by itself: one that fails must not lose the others.
      const stored = taken.map((one) => Effect.result(store(one)));
      return Effect.flatMap(Effect.all(stored), (results) =>
        Effect.all(results.map(Effect.fromResult), { discard: true }),
      );
    }),
  };
};
