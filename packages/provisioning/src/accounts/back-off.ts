// How long somebody waits who has failed to sign in. The wait grows with each failure and ends by itself: a stranger who guesses
// passwords keeps nobody out who signs in from where they have signed in before.

/** Failures that were counted. */
export interface Failures {
  readonly count: number;
  /** When the last one was, in milliseconds since 1970. */
  readonly last: number;
}

/** How waits grow. */
export interface Patience {
  /** Failures without a wait. */
  readonly free: number;
  /** Longest wait in milliseconds. */
  readonly longestMs: number;
}

const MINUTE_MS = 60_000;
const FIRST_WAIT_MS = 1000;

/** Failures are forgotten this long after the last one. */
export const FORGOTTEN_AFTER_MS = 60 * MINUTE_MS;

/** What is counted: an account from one network, a network whatever the account, an account whatever the network. */
export const PATIENCE = {
  pair: { free: 4, longestMs: 15 * MINUTE_MS },
  network: { free: 20, longestMs: 15 * MINUTE_MS },
  account: { free: 50, longestMs: 5 * MINUTE_MS },
} as const satisfies Readonly<Record<string, Patience>>;

/** Milliseconds until another attempt is looked at; 0: it is looked at now. */
export const waitMs = (failures: Failures | undefined, { free, longestMs }: Patience, now: number): number => {
  if (failures === undefined || failures.count <= free) return 0;
  // 2 to the power of 30 seconds is longer than any wait.
  const wait = Math.min(longestMs, FIRST_WAIT_MS * 2 ** Math.min(30, failures.count - free - 1));
  return Math.max(0, failures.last + wait - now);
};

/** The count after another failure. */
export const afterFailure = (failures: Failures | undefined, now: number): Failures => ({
  count: (failures?.count ?? 0) + 1,
  last: now,
});

/** The groups of an IPv6 address, `::` filled in. */
const groupsOf = (address: string): readonly string[] => {
  const [head = '', tail] = address.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after];
};

const MAPPED = '::ffff:';

/** The network of an address: an IPv4 address itself, of an IPv6 address the first 64 bits, which one subscriber has. */
export const networkOf = (address: string): string => {
  const lower = address.toLowerCase();
  const plain = lower.startsWith(MAPPED) && lower.includes('.') ? lower.slice(MAPPED.length) : lower;
  if (!plain.includes(':')) return plain;
  const groups = groupsOf(plain).slice(0, 4);
  return `${groups.map((group) => group.padStart(4, '0')).join(':')}::/64`;
};
