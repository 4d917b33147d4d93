// What the application of one PATCH request keeps track of.
import * as Result from 'effect/Result';
import { PayloadTooLarge } from '../errors.ts';
import type { InteropPolicy } from '../interop/leniencies.ts';
import { startReading, type Reading } from '../resource/read-value.ts';
import { PATCH_LIMITS } from './patch-operation.ts';

/** The reading of the values, and how many elements of lists the operations have looked at so far. */
export interface Patching extends Reading {
  readonly work: { visits: number };
}

/** Begins the application of a request. */
export const startPatching = (policy: InteropPolicy): Patching => ({ ...startReading(policy), work: { visits: 0 } });

/**
 * Counts elements that are about to be looked at, so that many operations on long lists cannot hold up the server.
 * Fails: `PayloadTooLarge` beyond `PATCH_LIMITS.maxElementVisits`. RFC 7644 section 7.
 */
export const visit = ({ work }: Patching, elements: number): Result.Result<void, PayloadTooLarge> => {
  work.visits += elements;
  if (work.visits <= PATCH_LIMITS.maxElementVisits) return Result.void;
  const limit = 'values that the operations of a PATCH request look at';
  return Result.fail(new PayloadTooLarge({ limit, maximum: PATCH_LIMITS.maxElementVisits }));
};
