// What load balancers and supervisors ask: whether the process answers, and whether its storage does. Plain JSON without
// authentication, and nothing in it that tells of organisations.
import * as Effect from 'effect/Effect';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Storage } from '@looop-scim/provisioning';

const HEALTH = '/healthz';
const READINESS = '/readyz';

/** Whether a request is one of those that come every few seconds. */
export const isHealthCheck = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions.url === HEALTH || routeOptions.url === READINESS;

/** Seconds after which a balancer may ask again. */
const RETRY_AFTER_SECONDS = 5;

const send = (reply: FastifyReply, status: number, body: Readonly<Record<string, string>>): FastifyReply =>
  reply.code(status).header('content-type', 'application/json').header('cache-control', 'no-store').send(body);

/**
 * Registers `GET /healthz` (200 while the process answers) and `GET /readyz` (200 while the storage answers, else 503).
 */
export const registerHealthRoutes = (server: FastifyInstance, storage: Pick<Storage, 'ping'>): void => {
  server.get(HEALTH, (_request, reply) => send(reply, 200, { status: 'ok' }));
  server.get(READINESS, async (request, reply) => {
    const failure = await Effect.runPromise(
      storage.ping().pipe(
        Effect.as(undefined),
        Effect.catch(({ cause }) => Effect.succeed({ cause })),
      ),
    );
    if (failure === undefined) return send(reply, 200, { status: 'ok' });
    request.log.warn({ err: failure.cause }, 'not ready: the storage does not answer');
    reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    return send(reply, 503, { status: 'unavailable', reason: 'the storage does not answer' });
  });
};
