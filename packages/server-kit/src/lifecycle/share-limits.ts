// Has the rate limits hold for all processes of a storage together, while the server runs.
import { randomUUID } from 'node:crypto';
import * as Effect from 'effect/Effect';
import type { FastifyBaseLogger } from 'fastify';
import type { Storage } from '@looop-scim/provisioning/ports';
import { EXCHANGE_EVERY_MS, makeExchange } from '../limits/exchange-counts.ts';
import type { ExchangeParts } from '../limits/exchange-counts.ts';
import type { Background } from './finish-removals.ts';
import { startRounds } from './start-rounds.ts';

/** What is shared. */
export interface LimitSharing extends Pick<ExchangeParts, 'admission' | 'limits'> {
  readonly storage: Pick<Storage, 'records'>;
}

/** Begins the exchange. A storage that fails is logged once, and again when it answers: meanwhile each process counts for itself. */
export const shareLimits = (
  { storage: { records }, admission, limits }: LimitSharing,
  log: FastifyBaseLogger,
): Background => {
  const exchange = makeExchange({ records, admission, limits, process: randomUUID() });
  let isFailing = false;
  return startRounds({
    everyMs: EXCHANGE_EVERY_MS,
    isWanted: () => false,
    round: async (signal) => {
      await Effect.runPromise(exchange, { signal });
      if (isFailing) log.info('the rate limits hold for all processes together again');
      isFailing = false;
    },
    failed: (error) => {
      if (!isFailing) log.warn({ err: error }, 'the rate limits hold for each process alone; it is tried again');
      isFailing = true;
    },
  });
};
