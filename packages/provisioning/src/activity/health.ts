// How provisioning of an organisation is doing, in one word, with what needs attention.
import type { ProvisioningToken } from '../organisation/provisioning-token.ts';
import type { ActivityRecord } from './activity-record.ts';

/**
 * `disabled`: SCIM is switched off. `neverContacted`: no token was ever used. `wrongToken`: the newest request had a token that is
 * revoked or expired. `failing`: of the requests of the last day more were refused than served. `quiet`: nothing came for a week.
 */
export type HealthState = 'disabled' | 'neverContacted' | 'wrongToken' | 'failing' | 'quiet' | 'healthy';

/** Something that an administrator should look at. */
export type Attention =
  | { readonly kind: 'noValidToken' }
  | { readonly kind: 'tokenExpires'; readonly fingerprint: string; readonly at: number }
  | { readonly kind: 'refusedRequests'; readonly count: number }
  | { readonly kind: 'ignoredAttributes'; readonly count: number };

/** How provisioning is doing. Times in milliseconds since 1970. */
export interface Health {
  readonly state: HealthState;
  /** When a token was used last; noted to the minute. */
  readonly lastContact?: number;
  /** Fingerprint of the token that was used then. */
  readonly lastToken?: string;
  /** What the client that used it calls itself. */
  readonly lastClient?: string;
  /** When a request was refused for its token last. */
  readonly lastWrongToken?: number;
  readonly attention: readonly Attention[];
}

/** What health is told from. */
export interface HealthFacts {
  readonly scimEnabled: boolean;
  readonly tokens: readonly ProvisioningToken[];
  /** Requests of the last day that were refused, or the newest of them. */
  readonly refused: readonly ActivityRecord[];
  /** Those of which something was left out, or the newest of them. */
  readonly ignored: readonly ActivityRecord[];
  /** How many requests of the last day were served, refused ones apart. */
  readonly served: number;
  readonly now: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Nothing came for so long that somebody should ask why. */
const QUIET_MS = 7 * DAY_MS;
/** How long before its end a token is spoken of. */
const EXPIRY_MS = 30 * DAY_MS;

const timesOf = ({ repeated }: ActivityRecord): number => repeated?.count ?? 1;
const lastOf = ({ at, repeated }: ActivityRecord): number => repeated?.last ?? at;
const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const isValid = ({ revoked, expires = Infinity }: ProvisioningToken, now: number): boolean =>
  revoked === undefined && expires > now;

const attentionOf = ({ tokens, now }: HealthFacts, refused: number, ignored: number): readonly Attention[] => {
  const valid = tokens.filter((token) => isValid(token, now));
  const ending = valid.flatMap(({ fingerprint, expires }) =>
    expires !== undefined && expires - now <= EXPIRY_MS
      ? [{ kind: 'tokenExpires', fingerprint, at: expires } as const]
      : [],
  );
  return [
    ...(valid.length === 0 ? [{ kind: 'noValidToken' } as const] : []),
    ...ending.toSorted((one, other) => one.at - other.at),
    ...(refused > 0 ? [{ kind: 'refusedRequests', count: refused } as const] : []),
    ...(ignored > 0 ? [{ kind: 'ignoredAttributes', count: ignored } as const] : []),
  ];
};

/** How provisioning is doing. */
export const healthOf = (facts: HealthFacts): Health => {
  const { scimEnabled, tokens, served, now } = facts;
  const used = tokens.filter(({ lastUsed }) => lastUsed !== undefined);
  const newest = used.toSorted((one, other) => (other.lastUsed ?? 0) - (one.lastUsed ?? 0))[0];
  const lastContact = newest?.lastUsed;
  const wrong = facts.refused.filter(
    ({ operation, failure }) => operation === 'authenticate' && failure?.kind === 'Unauthorized',
  );
  const lastWrongToken = wrong.length === 0 ? undefined : Math.max(...wrong.map(lastOf));
  const refused = total(facts.refused.filter(({ operation }) => operation !== 'authenticate').map(timesOf));
  const ignored = total(facts.ignored.map(({ ignored: left, ignoredTotal = left.length }) => ignoredTotal));

  const state = (): HealthState => {
    if (!scimEnabled) return 'disabled';
    if (lastWrongToken !== undefined && lastWrongToken > (lastContact ?? 0)) return 'wrongToken';
    if (lastContact === undefined) return 'neverContacted';
    if (refused > served) return 'failing';
    return now - lastContact > QUIET_MS ? 'quiet' : 'healthy';
  };

  return {
    state: state(),
    ...(newest !== undefined && { lastToken: newest.fingerprint }),
    ...(newest?.lastClient !== undefined && { lastClient: newest.lastClient }),
    ...(lastContact !== undefined && { lastContact }),
    ...(lastWrongToken !== undefined && { lastWrongToken }),
    attention: attentionOf(facts, refused, ignored),
  };
};
