// What load balancers and supervisors ask: whether the process answers, and whether its storage does. Plain JSON without
// authentication, and nothing in it that tells of organisations.
import * as Effect from 'effect/Effect';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeRepeatedErrors } from '@looop-scim/http-scim';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { StorageUnavailable } from '@looop-scim/scim/errors';

const HEALTH = '/healthz';
const READINESS = '/readyz';

/** Whether a request is one of those that come every few seconds. */
export const isHealthCheck = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions.url === HEALTH || routeOptions.url === READINESS;

/** Seconds after which a balancer may ask again. */
const RETRY_AFTER_SECONDS = 5;

/** What a supervisor is told; the log has more. */
const REASONS: Readonly<Record<NonNullable<StorageUnavailable['problem']>, string>> = {
  moved: 'the file of the database was removed or replaced',
  damaged: 'the file of the database is damaged',
};

const send = (reply: FastifyReply, status: number, body: Readonly<Record<string, string>>): FastifyReply =>
  reply.code(status).header('content-type', 'application/json').header('cache-control', 'no-store').send(body);

/**
 * Registers `GET /healthz` (200 while the process answers) and `GET /readyz` (200 while the storage answers, else 503).
 */
export const registerHealthRoutes = (server: FastifyInstance, storage: Pick<Storage, 'ping'>): void => {
  const errors = makeRepeatedErrors();
  server.addHook('onClose', async () => errors.stop());
  server.get(HEALTH, (_request, reply) => send(reply, 200, { status: 'ok' }));
  server.get(READINESS, async (request, reply) => {
    const failure = await Effect.runPromise(
      storage.ping().pipe(
        Effect.as(undefined),
        Effect.catch((unavailable) => Effect.succeed(unavailable)),
      ),
    );
    if (failure === undefined) return send(reply, 200, { status: 'ok' });
    const reason = failure.problem === undefined ? 'the storage does not answer' : REASONS[failure.problem];
    errors.report({ log: request.log, level: 'warn', cause: failure.cause, message: `not ready: ${reason}` });
    reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    return send(reply, 503, { status: 'unavailable', reason });
  });
};
