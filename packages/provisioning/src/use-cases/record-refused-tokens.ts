// Requests that are refused for their token leave a trace: in the activity of the organisation whose token it was, else in a
// count of the installation. A client that guesses tokens must not cause one write for each guess.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { Forbidden, StorageUnavailable, Unauthorized } from '@looop-scim/scim/errors';
import type { OrganisationId } from '../organisation/organisation.ts';
import { fingerprintOf, TOKEN_PREFIX } from '../organisation/provisioning-token.ts';
import type { Authenticate, CheckToken } from '../ports/inbound/authentication.ts';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';
import type { TokenSecrets } from '../ports/outbound/identifiers.ts';
import type { TokenStore } from '../ports/outbound/organisation-store.ts';
import type { UnknownToken, UnknownTokenLog } from '../ports/outbound/unknown-tokens.ts';
import { recordedFailure } from './refusals.ts';

/** Unknown tokens that are counted in this process before they are stored; beyond it further ones are left out. */
const MAX_WAITING = 100;
/** Counts are stored this often at most. */
const STORE_EVERY_MS = 10_000;
const PREFIX_DIGITS = 8;

/** What recording works with. */
export interface RefusedTokenDependencies {
  readonly checkToken: CheckToken;
  readonly tokens: TokenStore;
  readonly secrets: TokenSecrets;
  readonly activityOf: (id: OrganisationId) => ActivityLog;
  readonly unknownTokens: UnknownTokenLog;
}

type AuthenticationFailure = Unauthorized | Forbidden | StorageUnavailable;

/** A request that is refused for its token. */
interface RefusedRequest {
  readonly token: string | undefined;
  readonly requestId: string;
}

/** Authentication that records what it refuses. */
export interface RecordingAuthentication {
  readonly authenticate: Authenticate;
  /** Stores the counts that wait; called at the end, and now and then. */
  readonly flush: Effect.Effect<void, StorageUnavailable>;
}

/** Counts of unknown tokens that are not stored yet. */
const makeWaiting = (log: UnknownTokenLog) => {
  let waiting = new Map<string, UnknownToken>();
  let storedAt = Number.NEGATIVE_INFINITY;

  const add = (token: UnknownToken): void => {
    const { fingerprintPrefix, count, first, last } = token;
    const known = waiting.get(fingerprintPrefix);
    if (known === undefined && waiting.size >= MAX_WAITING) return;
    waiting.set(fingerprintPrefix, {
      ...token,
      count: (known?.count ?? 0) + count,
      first: Math.min(known?.first ?? first, first),
      last: Math.max(known?.last ?? last, last),
    });
  };

  const note = (token: string, hash: string, at: number): void =>
    add({
      fingerprintPrefix: hash.slice(0, PREFIX_DIGITS),
      hasTokenPrefix: token.startsWith(TOKEN_PREFIX),
      length: token.length,
      count: 1,
      first: at,
      last: at,
    });

  const flush = Effect.suspend(() => {
    if (waiting.size === 0) return Effect.void;
    const taken = [...waiting.values()];
    waiting = new Map();
    const putBack = Effect.sync(() => taken.forEach(add));
    return Effect.tapError(log.add(taken), () => putBack);
  });

  const flushIfDue = (now: number): Effect.Effect<void> => {
    if (now - storedAt < STORE_EVERY_MS) return Effect.void;
    storedAt = now;
    return Effect.ignore(flush);
  };

  return { note, flush, flushIfDue };
};

/** Makes authentication record its refusals. What cannot be recorded does not change the answer. */
export const recordRefusedTokens = ({
  checkToken,
  tokens,
  secrets,
  activityOf,
  unknownTokens,
}: RefusedTokenDependencies): RecordingAuthentication => {
  const waiting = makeWaiting(unknownTokens);

  const record = Effect.fnUntraced(function* (failure: AuthenticationFailure, { token, requestId }: RefusedRequest) {
    if (failure._tag === 'StorageUnavailable' || token === undefined || token === '') return;
    const at = yield* Clock.currentTimeMillis;
    const hash = secrets.hash(token);
    const candidates = yield* tokens.byFingerprint(fingerprintOf(hash));
    const holder = candidates.find((candidate) => secrets.sameHash(candidate.token.hash, hash));
    if (holder === undefined) {
      waiting.note(token, hash, at);
      return yield* waiting.flushIfDue(at);
    }
    yield* activityOf(holder.organisation.id).append({
      at,
      caller: { tokenFingerprint: holder.token.fingerprint, requestId },
      operation: 'authenticate',
      outcome: 'refused',
      failure: recordedFailure(failure),
      changes: [],
      ignored: [],
    });
  });

  return {
    authenticate: (token, { id: requestId, userAgent }) =>
      checkToken(token, userAgent).pipe(
        Effect.tapError((failure) => Effect.ignore(record(failure, { token, requestId }))),
      ),
    flush: waiting.flush,
  };
};
