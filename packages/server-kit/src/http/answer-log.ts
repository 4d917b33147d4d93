// The log of answers: a line for each, without a secret and without a query.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemCodeOf } from '@looop-scim/http-api';
import { pathOf, refusalOf } from '@looop-scim/http-scim';
import { isHealthCheck } from './health-routes.ts';

/** Characters of a path that the log shows: a client must not fill the log by one request. */
const LONGEST_PATH = 256;

/** Milliseconds between two lines that say how many requests were too many. */
const SUMMARY_EVERY_MS = 10_000;

/** Without the query: filters hold names and addresses of people (RFC 7644 section 7.5.2). */
const loggedPathOf = (request: FastifyRequest): string => {
  const path = pathOf(request);
  return path.length <= LONGEST_PATH ? path : `${path.slice(0, LONGEST_PATH)}...`;
};

/** Counts requests that were too many, so that who sends them does not fill the log. */
const makeSummary = (server: FastifyInstance, now: () => number) => {
  let count = 0;
  let quietUntil = Number.NEGATIVE_INFINITY;
  const write = (): void => {
    if (count > 0) server.log.warn({ count }, 'requests were refused, since there were too many');
    count = 0;
  };
  server.addHook('onClose', async () => write());
  return (): void => {
    count += 1;
    if (now() < quietUntil) return;
    quietUntil = now() + SUMMARY_EVERY_MS;
    write();
  };
};

/** The organisation of a request, the fingerprint of its token or platform key, and the account of whoever is signed in. */
const whoAsks = ({ scim, apiCaller }: FastifyRequest) => ({
  organisation: scim?.organisationName ?? apiCaller?.key?.organisationName,
  token: scim?.tokenFingerprint ?? apiCaller?.key?.keyFingerprint,
  ...(apiCaller?.person !== undefined && { account: apiCaller.person.account.id }),
});

/** Why a request was refused, by SCIM or by the API of the platform. */
const whyRefused = (request: FastifyRequest) => {
  const problem = problemCodeOf(request);
  return problem === undefined ? refusalOf(request) : { kind: problem };
};

const TOO_MANY: readonly string[] = ['TooManyRequests', 'too-many-requests'];

/**
 * Logs each answer. Those to health checks, which come every few seconds, and to requests that were too many have the level
 * `debug`; the latter are counted in a line each 10 seconds at most.
 */
export const logAnswers = (server: FastifyInstance, now: () => number = () => performance.now()): void => {
  const countTooMany = makeSummary(server, now);
  server.addHook('onResponse', async (request, reply) => {
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    const path = loggedPathOf(request);
    const refusal = whyRefused(request);
    const isTooMany = refusal !== undefined && TOO_MANY.includes(refusal.kind);
    if (isTooMany) countTooMany();
    const level = isTooMany || isHealthCheck(request) ? 'debug' : 'info';
    request.log[level](
      { method: request.method, path, status: reply.statusCode, milliseconds, ...whoAsks(request), refusal },
      'answered',
    );
  });
};
