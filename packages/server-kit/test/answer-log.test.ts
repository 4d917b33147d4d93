// Requests that are too many do not fill the log.
import { Effect } from 'effect';
import { fastify, LogController } from 'fastify';
import { expect, it } from 'vitest';
import { scimPlugin, scimServerOptions } from '@looop-scim/http-scim';
import { TooManyRequests } from '@looop-scim/scim/errors';
import { logAnswers } from '../src/http/answer-log.ts';

const open = async (level: string) => {
  const lines: { readonly msg: string; readonly count?: number; readonly level: number }[] = [];
  const server = fastify({
    ...scimServerOptions,
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level, stream: { write: (line: string) => void lines.push(JSON.parse(line)) } },
  });
  let now = 0;
  logAnswers(server, () => now);
  await server.register(scimPlugin, {
    prefix: '/scim/v2',
    authenticate: () => Effect.fail(new TooManyRequests({ retryAfterSeconds: 1 })),
    anonymousConfig: () => ({}),
    maxBodyBytes: 1024,
  });
  const refuseAt = async (at: number): Promise<void> => {
    now = at;
    expect((await server.inject('/scim/v2/Users')).statusCode).toBe(429);
  };
  return { server, lines, refuseAt };
};

it('they are counted in a line each ten seconds, and in one at the end', async () => {
  const { server, lines, refuseAt } = await open('info');
  for (const at of [0, 1, 9999, 10_000, 10_001]) await refuseAt(at);
  expect(lines.map(({ msg, count }) => [msg, count])).toEqual([
    ['requests were refused, since there were too many', 1],
    ['requests were refused, since there were too many', 3],
  ]);
  await server.close();
  expect(lines.slice(2).map(({ count }) => count)).toEqual([1]);
});

it('each of them is in the log at the level debug', async () => {
  const { lines, refuseAt } = await open('debug');
  await refuseAt(0);
  expect(lines.filter(({ msg }) => msg === 'answered')).toMatchObject([
    { level: 20, status: 429, refusal: { kind: 'TooManyRequests' } },
  ]);
});
