// Keeps the logs as short as they are meant to be: background work, whose clock is that of effect.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { LogBounds } from '../ports/outbound/log-bounds.ts';
import type { Storage } from '../ports/outbound/storage.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Between two rounds. */
const EVERY_MS = 15 * 60 * 1000;
/** Between two steps of a round: requests come first. */
const PAUSE_MS = 20;

/** For how many days the logs are kept; 0: for ever. */
export interface LogRetention {
  readonly activityDays: number;
  readonly eventDays: number;
  /** For how many hours the event of a deletion keeps the last profile. */
  readonly lastProfileHours: number;
}

/** Told of the first round that fails, and of the next one that succeeds. */
export interface TrimReport {
  readonly failed: (failure: StorageUnavailable) => void;
  readonly recovered: () => void;
}

/** What trimming works with. */
export interface TrimDependencies {
  readonly storage: Pick<Storage, 'trimLogs'>;
  readonly retention: LogRetention;
  readonly report: TrimReport;
}

const boundsAt = (now: number, { activityDays, eventDays, lastProfileHours }: LogRetention): LogBounds => ({
  expiredBy: now,
  ...(activityDays > 0 && { activityBefore: now - activityDays * DAY_MS }),
  lastProfilesBefore: now - lastProfileHours * HOUR_MS,
  ...(eventDays > 0 && { eventsBefore: now - eventDays * DAY_MS }),
});

/** One round: steps until nothing is left to be done. Fails: `StorageUnavailable`. */
export const trimLogsOnce = Effect.fnUntraced(function* ({
  storage,
  retention,
}: Pick<TrimDependencies, 'storage' | 'retention'>): Effect.fn.Return<void, StorageUnavailable> {
  const bounds = boundsAt(yield* Clock.currentTimeMillis, retention);
  while (yield* storage.trimLogs(bounds)) yield* Effect.sleep(PAUSE_MS);
});

/** Rounds without end, every 15 minutes from now on; whoever runs it interrupts it. A round that fails is left to the next one. */
export const trimLogsForEver = (deps: TrimDependencies): Effect.Effect<never> => {
  let isFailing = false;
  const round = trimLogsOnce(deps).pipe(
    Effect.match({
      onSuccess: () => {
        if (isFailing) deps.report.recovered();
        isFailing = false;
      },
      onFailure: (failure) => {
        if (!isFailing) deps.report.failed(failure);
        isFailing = true;
      },
    }),
  );
  return Effect.forever(Effect.andThen(round, Effect.sleep(EVERY_MS)));
};
