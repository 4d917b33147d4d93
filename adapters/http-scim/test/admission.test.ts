// A request that is let in is counted until it has ended, however it ends.
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { Effect, Result } from 'effect';
import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TooManyRequests } from '@looop-scim/scim/errors';
import { scimPlugin, scimServerOptions, type AuthenticatedTenant } from '../src/index.ts';

/** A server whose authentication waits, and which counts the requests that are let in. */
const listen = async (isFull: () => boolean = () => false) => {
  const asked = Promise.withResolvers<undefined>();
  const known = Promise.withResolvers<undefined>();
  const inside = { count: 0, admitted: 0 };
  const origins: object[] = [];
  const tenant = {
    organisationName: 'acme',
    tokenFingerprint: 'abc',
    service: { description: { serviceProviderConfig: { documentationUri: 'here' } } },
    admit: () => {
      if (isFull()) return Result.fail(new TooManyRequests({ retryAfterSeconds: 7 }));
      inside.count += 1;
      inside.admitted += 1;
      return Result.succeed(() => void (inside.count -= 1));
    },
  } as unknown as AuthenticatedTenant;
  const server = fastify(scimServerOptions);
  await server.register(scimPlugin, {
    prefix: '/scim/v2',
    authenticate: (token, origin) =>
      Effect.promise(async () => {
        origins.push({ token, ...origin });
        asked.resolve(undefined);
        await known.promise;
        return tenant;
      }),
    anonymousConfig: () => ({}),
    maxBodyBytes: 1024,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { server, port: (server.server.address() as AddressInfo).port, asked: asked.promise, known, inside, origins };
};

const headers = { authorization: 'Bearer good' };
const url = '/scim/v2/ServiceProviderConfig';

describe('a request that is let in', () => {
  it('is counted until it is answered', async () => {
    const { server, known, inside } = await listen();
    known.resolve(undefined);
    expect((await server.inject({ url, headers })).statusCode).toBe(200);
    expect(inside).toEqual({ count: 0, admitted: 1 });
  });

  it('is checked by its token, and what its client says of itself goes along', async () => {
    const { server, known, origins } = await listen();
    known.resolve(undefined);
    const { headers: answered } = await server.inject({ url, headers: { ...headers, 'user-agent': 'Okta' } });
    const id = answered['x-request-id'];
    expect(origins).toEqual([{ token: 'good', id: id ?? expect.any(String), address: '127.0.0.1', userAgent: 'Okta' }]);
  });

  it('is not counted when its client has gone before it was known whose it is', async () => {
    const { server, port, asked, known, inside } = await listen();
    const connected = once(server.server, 'connection');
    const client = connect(port, '127.0.0.1');
    client.write(`GET ${url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n`);
    await asked;
    const [socket] = await connected;
    const gone = once(socket, 'close');
    client.destroy();
    await gone;
    known.resolve(undefined);
    await expect.poll(() => inside).toEqual({ count: 0, admitted: 1 });
  });
});

it('a request that is not let in is 429 with what the limit says', async () => {
  const { server, known, inside } = await listen(() => true);
  known.resolve(undefined);
  const answer = await server.inject({ url, headers });
  expect([answer.statusCode, answer.headers['retry-after'], inside.admitted]).toEqual([429, '7', 0]);
});
