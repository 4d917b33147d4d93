// Token buckets by key: each fills at a rate, and holds what a burst may take at once.
import { TokenBucket } from 'limiter';
import QuickLRU from 'quick-lru';

/** How much of something there may be. */
export interface Rate {
  /** On average. */
  readonly perSecond: number;
  /** At once, after a pause. */
  readonly burst: number;
}

/** Keys that are remembered at least; one that is forgotten begins with a full bucket. */
const KEPT_KEYS = 10_000;

/** Buckets by key. */
export interface Buckets {
  /** Milliseconds until the bucket of a key has something to take; 0: it has. */
  readonly waitMs: (key: string) => number;
  /** Takes one from the bucket of a key; false when there is none. */
  readonly take: (key: string) => boolean;
  /** Gives back what was taken. */
  readonly giveBack: (key: string) => void;
  /** Takes what was let in elsewhere from the bucket of a key, which may come to hold less than nothing. */
  readonly charge: (key: string, count: number) => void;
}

/** Makes the buckets of a rate. */
export const makeBuckets = ({ perSecond, burst }: Rate): Buckets => {
  const buckets = new QuickLRU<string, TokenBucket>({ maxSize: KEPT_KEYS });

  const bucketOf = (key: string): TokenBucket => {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: perSecond, interval: 1000 });
    // A new one is empty.
    bucket.content = burst;
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    // A key that has taken nothing has a full bucket.
    waitMs: (key) => buckets.get(key)?.getWaitTime(1) ?? 0,
    take: (key) => bucketOf(key).tryRemoveTokens(1),
    giveBack: (key) => {
      bucketOf(key).content += 1;
    },
    charge: (key, count) => {
      const bucket = bucketOf(key);
      // Looking at the wait is what lets the bucket fill up to now.
      bucket.getWaitTime(1);
      bucket.content -= count;
    },
  };
};
