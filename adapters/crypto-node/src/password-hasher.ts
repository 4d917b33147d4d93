// Password hashes by argon2id (RFC 9106) of Node, which computes them beside the thread that answers requests.
import crypto from 'node:crypto';
import * as Effect from 'effect/Effect';
import * as Semaphore from 'effect/Semaphore';
import type { PasswordHasher } from '@looop-scim/provisioning/accounts';
import { Overloaded } from '@looop-scim/scim/errors';
import { isCommonPassword } from './common-passwords.ts';

/** What a hash costs: memory in KiB and passes. */
export interface HashCost {
  readonly memory: number;
  readonly passes: number;
}

/** How the hasher works. */
export interface PasswordHasherOptions {
  /** Default: 46 MiB and one pass, about 30 ms of one core. */
  readonly cost?: HashCost;
  /** Calls that are computed at once; default: one. */
  readonly concurrency?: number;
  /** Calls that wait at most. */
  readonly maxWaiting?: number;
}

/**
 * As strong as 19 MiB with 2 passes, and kinder to the process: glibc gives a block of more than 32 MiB back to the system when it
 * is freed, while smaller ones stay with each thread that has computed one.
 */
const DEFAULT_COST: HashCost = { memory: 47_104, passes: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const ALGORITHM = 'argon2id';
/** Version 1.3 of the algorithm, as hashes name it. */
const VERSION = 'v=19';
const RETRY_SECONDS = 2;

interface ParsedHash extends HashCost {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** The text of a hash in the form that argon2 implementations share. */
const printHash = ({ memory, passes, salt, hash }: ParsedHash): string => {
  const encoded = [salt, hash].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
  return ['', ALGORITHM, VERSION, `m=${memory},t=${passes},p=1`, ...encoded].join('$');
};

/** Throws for a text that `printHash` has not made. */
const parseHash = (text: string): ParsedHash => {
  const [start, algorithm, version, cost = '', salt = '', hash = ''] = text.split('$');
  const [memory, passes] = cost.split(',').map((part) => Number(part.slice(2)));
  if (start !== '' || algorithm !== ALGORITHM || version !== VERSION || memory === undefined || passes === undefined) {
    throw new TypeError('a stored password hash cannot be read');
  }
  return { memory, passes, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
};

/** Computes a hash in the thread pool of Node. */
const compute = (password: string, salt: Buffer, { memory, passes }: HashCost): Effect.Effect<Buffer> =>
  Effect.callback<Buffer>((resume) => {
    const parameters = { message: password, nonce: salt, parallelism: 1, tagLength: HASH_BYTES, memory, passes };
    crypto.argon2(ALGORITHM, parameters, (error, hash) =>
      resume(error === null ? Effect.succeed(hash) : Effect.die(error)),
    );
  });

/**
 * Makes the hasher. It needs a Node with `argon2` (24.7 or later); without it every call is a defect. Calls beyond the bounds fail
 * with `Overloaded`.
 */
export const makePasswordHasher = ({
  cost = DEFAULT_COST,
  concurrency = 1,
  maxWaiting = 64,
}: PasswordHasherOptions = {}): PasswordHasher => {
  const permits = Semaphore.makeUnsafe(concurrency);
  let underWay = 0;
  // What is verified where there is no hash: the same cost, and no password has it.
  const nobody: ParsedHash = { ...cost, salt: crypto.randomBytes(SALT_BYTES), hash: crypto.randomBytes(HASH_BYTES) };

  const inTurn = <Answer>(work: Effect.Effect<Answer>): Effect.Effect<Answer, Overloaded> =>
    Effect.suspend(() => {
      if (underWay >= concurrency + maxWaiting)
        return Effect.fail(new Overloaded({ retryAfterSeconds: RETRY_SECONDS }));
      underWay += 1;
      return permits
        .withPermits(1)(work)
        .pipe(Effect.ensuring(Effect.sync(() => void (underWay -= 1))));
    });

  return {
    hash: (password) =>
      inTurn(
        Effect.suspend(() => {
          const salt = crypto.randomBytes(SALT_BYTES);
          return Effect.map(compute(password, salt, cost), (hash) => printHash({ ...cost, salt, hash }));
        }),
      ),
    verify: (password, stored) =>
      inTurn(
        Effect.suspend(() => {
          const expected = stored === undefined ? nobody : parseHash(stored);
          return Effect.map(compute(password, expected.salt, expected), (hash) =>
            crypto.timingSafeEqual(hash, expected.hash),
          );
        }),
      ),
    isOutdated: (stored) => {
      const { memory, passes } = parseHash(stored);
      return memory !== cost.memory || passes !== cost.passes;
    },
    isCommon: isCommonPassword,
  };
};
