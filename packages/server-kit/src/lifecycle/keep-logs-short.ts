// Keeps the logs as short as they are meant to be while the server runs, and stores what is counted.
import * as Effect from 'effect/Effect';
import * as Exit from 'effect/Exit';
import * as Fiber from 'effect/Fiber';
import type { FastifyBaseLogger } from 'fastify';
import { trimLogsForEver, type LogRetention } from '@looop-scim/provisioning/activity';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Background } from './finish-removals.ts';

/** How long a count waits at most, in milliseconds. */
const FLUSH_EVERY_MS = 10_000;

/** What is looked after. */
export interface LogKeeping {
  readonly storage: Pick<Storage, 'trimLogs'>;
  readonly retention: LogRetention;
  /** Stores the counts that wait. */
  readonly flush: Effect.Effect<void, StorageUnavailable>;
}

/** Begins to look after the logs. A storage that fails is logged once, and again when it answers. */
export const keepLogsShort = ({ storage, retention, flush }: LogKeeping, log: FastifyBaseLogger): Background => {
  const report = {
    failed: (failure: unknown) =>
      log.warn({ err: failure }, 'old activity and events cannot be removed; it is tried again'),
    recovered: () => log.info('old activity and events are removed again'),
  };
  const trimming = trimLogsForEver({ storage, retention, report });
  const flushing = Effect.forever(Effect.andThen(Effect.sleep(FLUSH_EVERY_MS), Effect.ignore(flush)));
  const fiber = Effect.runFork(Effect.all([trimming, flushing], { concurrency: 'unbounded', discard: true }));
  const watch = async (): Promise<void> => {
    const exit = await Effect.runPromise(Fiber.await(fiber));
    if (Exit.isFailure(exit) && !Exit.hasInterrupts(exit)) {
      log.error({ err: exit.cause }, 'the logs are no longer kept short');
    }
  };
  const done = watch();
  return {
    done,
    stop: async () => {
      await Effect.runPromise(Fiber.interrupt(fiber));
      await done;
      await Effect.runPromise(Effect.ignore(flush));
    },
  };
};
