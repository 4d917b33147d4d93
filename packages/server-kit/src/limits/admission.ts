// How many requests a token and an organisation may send: in a second, and at the same time.
import * as Result from 'effect/Result';
import { TooManyRequests } from '@looop-scim/scim/errors';
import { makeBuckets, type Rate } from './buckets.ts';

/** Bounds of one token or organisation. */
export interface RequestBounds extends Rate {
  /** Requests that are not answered yet. */
  readonly inFlight: number;
}

/** Bounds of the requests that are served. */
export interface AdmissionLimits {
  readonly token: RequestBounds;
  readonly organisation: RequestBounds;
}

/** Whose request it is. */
export interface Requester {
  readonly token: string;
  readonly organisation: string;
}

/** Lets a request in; whoever was let in calls the answer once, when the request has ended. Fails: `TooManyRequests`. */
export type Admit = (requester: Requester) => Result.Result<() => void, TooManyRequests>;

/** Requests that were let in, by token and by organisation. */
export interface LetIn {
  readonly tokens: ReadonlyMap<string, number>;
  readonly organisations: ReadonlyMap<string, number>;
}

/** The admission of a process. */
export interface Admission {
  readonly admit: Admit;
  /** What was let in since the last call. */
  readonly letIn: () => LetIn;
  /** Counts what other processes have let in. */
  readonly charge: (elsewhere: LetIn) => void;
}

/** Seconds after which a client may try again that has too many requests in flight. */
const IN_FLIGHT_RETRY_SECONDS = 1;

const tooMany = (retryAfterSeconds: number) => Result.fail(new TooManyRequests({ retryAfterSeconds }));

/** The bounds of all tokens, or of all organisations. */
const makeGate = ({ inFlight, ...rate }: RequestBounds) => {
  const buckets = makeBuckets(rate);
  const running = new Map<string, number>();
  let entered = new Map<string, number>();
  return {
    ...buckets,
    entered: (): ReadonlyMap<string, number> => {
      const counts = entered;
      entered = new Map();
      return counts;
    },
    chargeAll: (counts: ReadonlyMap<string, number>): void => {
      for (const [key, count] of counts) buckets.charge(key, count);
    },
    isFull: (key: string): boolean => (running.get(key) ?? 0) >= inFlight,
    enter: (key: string): void => {
      running.set(key, (running.get(key) ?? 0) + 1);
      entered.set(key, (entered.get(key) ?? 0) + 1);
    },
    leave: (key: string): void => {
      const left = (running.get(key) ?? 0) - 1;
      if (left > 0) running.set(key, left);
      else running.delete(key);
    },
  };
};

/** Makes the admission. A request that is refused takes nothing from what the next ones have. */
export const makeAdmission = (limits: AdmissionLimits): Admission => {
  const tokens = makeGate(limits.token);
  const organisations = makeGate(limits.organisation);

  const take = ({ token, organisation }: Requester): boolean => {
    if (!tokens.take(token)) return false;
    if (organisations.take(organisation)) return true;
    tokens.giveBack(token);
    return false;
  };

  const admit: Admit = (requester) => {
    const { token, organisation } = requester;
    if (tokens.isFull(token) || organisations.isFull(organisation)) return tooMany(IN_FLIGHT_RETRY_SECONDS);
    if (!take(requester)) {
      return tooMany(Math.ceil(Math.max(tokens.waitMs(token), organisations.waitMs(organisation)) / 1000));
    }
    tokens.enter(token);
    organisations.enter(organisation);
    return Result.succeed(() => {
      tokens.leave(token);
      organisations.leave(organisation);
    });
  };

  return {
    admit,
    letIn: () => ({ tokens: tokens.entered(), organisations: organisations.entered() }),
    charge: (elsewhere) => {
      tokens.chargeAll(elsewhere.tokens);
      organisations.chargeAll(elsewhere.organisations);
    },
  };
};
