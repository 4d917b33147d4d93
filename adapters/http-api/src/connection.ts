// What an operation that keeps a client waiting knows of its connection.
import { finished } from 'node:stream';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TooManyRequests } from '@looop-scim/scim/errors';
import { callerOf } from './callers.ts';

/** Requests of one key that may wait, streams included. */
const MOST_WAITING = 20;

const RETRY_AFTER_SECONDS = 5;

/** The connection of a call. */
export interface Connection {
  /** Whether the client wants server-sent events. */
  readonly takesStream: boolean;
  /** The header as sent. */
  readonly lastEventId: string | undefined;
  /**
   * From now on the request waits, and no longer counts as one that is being served. The answer is done when the client is gone or
   * the server is about to end. Fails: `TooManyRequests` (too many of the key wait).
   */
  readonly beginWaiting: () => Result.Result<Effect.Effect<void>, TooManyRequests>;
}

const STREAM = 'text/event-stream';

/** Whether an Accept header names server-sent events. */
const acceptsStream = (accept: string | undefined): boolean =>
  (accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === STREAM);

const whenAborted = (signal: AbortSignal): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const done = (): void => resume(Effect.void);
    if (signal.aborted) {
      done();
      return undefined;
    }
    signal.addEventListener('abort', done, { once: true });
    return Effect.sync(() => signal.removeEventListener('abort', done));
  });

/** Makes the connections of a plugin; `closing` is aborted when the server is about to end. */
export const makeConnectionOf = (closing: AbortSignal | undefined) => {
  const waiting = new Map<string, number>();

  const enter = (key: string): boolean => {
    const count = waiting.get(key) ?? 0;
    if (count >= MOST_WAITING) return false;
    waiting.set(key, count + 1);
    return true;
  };
  const leave = (key: string): void => {
    const left = (waiting.get(key) ?? 0) - 1;
    if (left > 0) waiting.set(key, left);
    else waiting.delete(key);
  };

  return (request: FastifyRequest, reply: FastifyReply): Connection => {
    const keyFingerprint = callerOf(request).key?.keyFingerprint ?? '';
    const lastEventId = request.headers['last-event-id'];
    return {
      takesStream: request.method === 'GET' && acceptsStream(request.headers.accept),
      lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined,
      beginWaiting: () => {
        if (!enter(keyFingerprint)) {
          return Result.fail(new TooManyRequests({ retryAfterSeconds: RETRY_AFTER_SECONDS }));
        }
        const gone = new AbortController();
        finished(reply.raw, () => {
          leave(keyFingerprint);
          gone.abort();
        });
        request.apiServed?.();
        return Result.succeed(
          whenAborted(closing === undefined ? gone.signal : AbortSignal.any([gone.signal, closing])),
        );
      },
    };
  };
};
