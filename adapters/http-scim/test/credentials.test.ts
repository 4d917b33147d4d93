// What is told of credentials that open nothing, by their form alone, and which headers a failure has.
import { Effect, Result } from 'effect';
import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Forbidden, Unauthorized } from '@looop-scim/scim/errors';
import {
  refusalOf,
  scimPlugin,
  scimServerOptions,
  type AuthenticatedTenant,
  type ScimPluginOptions,
} from '../src/index.ts';

const open = async (authenticate: ScimPluginOptions['authenticate']) => {
  const server = fastify(scimServerOptions);
  onTestFinished(() => server.close());
  const refusals: unknown[] = [];
  server.addHook('onResponse', async (request) => void refusals.push(refusalOf(request)));
  await server.register(scimPlugin, {
    prefix: '/scim/v2',
    authenticate,
    anonymousConfig: () => ({}),
    maxBodyBytes: 1024,
  });
  return { server, refusals };
};

const url = '/scim/v2/Users';

/** The answer to a token that was refused so. */
const answerTo = async (token: string, failure: Unauthorized | Forbidden) => {
  const { server } = await open(() => Effect.fail(failure));
  const answer = await server.inject({ url, headers: { authorization: `Bearer ${token}` } });
  return { status: answer.statusCode, detail: answer.json<{ detail: string }>().detail };
};

describe('a token that nobody knows', () => {
  it.each([
    [`${'x'.repeat(20)}:y`, 'It has a label'],
    [`${'x'.repeat(21)}:y`, 'Check that'],
    [':y', 'Check that'],
    ['a_b:c', 'Check that'],
    ['0123456789abcdef', 'It is the fingerprint'],
    ['0123456789ABCDEF', 'It is the fingerprint'],
    ['0123456789abcdeg', 'Check that'],
    ['0123456789abcdef0', 'Check that'],
    ['0123456789abcde', 'Check that'],
    ['"secret', 'It is in quotes'],
    ['secret"', 'It is in quotes'],
    ['sec"ret', 'Check that'],
    ["'secret'", 'It is in quotes'],
    ['(secret)', 'It is in brackets'],
    ['sec ret', 'It has a space'],
    ['bearer secret', 'It has the word Bearer'],
    ['bearersecret', 'Check that'],
  ])('%s: %s', async (token, words) => {
    const { status, detail } = await answerTo(token, new Unauthorized({ problem: 'invalid' }));
    expect(status).toBe(401);
    expect(detail).toContain(words);
  });

  it.each(['"secret"', 'Token:secret', '0123456789abcdef'])('is not looked at when it is known: %s', async (token) => {
    const revoked = await answerTo(token, new Unauthorized({ problem: 'revoked', at: 0 }));
    expect(revoked).toMatchObject({ status: 401, detail: expect.stringContaining('was revoked on 1970-01-01') });
    const off = await answerTo(token, new Forbidden({ reason: 'it is switched off' }));
    expect(off).toMatchObject({ status: 403, detail: expect.stringContaining('switched off') });
  });
});

describe('an answer', () => {
  const openWith = (description: object) => {
    const inside = { count: 0 };
    const tenant = {
      organisationName: 'acme',
      tokenFingerprint: 'abc',
      service: { description, resourceTypeAt: (endpoint: string) => (endpoint === '/Users' ? {} : undefined) },
      admit: () => {
        inside.count += 1;
        return Result.succeed(() => void (inside.count -= 1));
      },
    } as unknown as AuthenticatedTenant;
    return { inside, opened: open(() => Effect.succeed(tenant)) };
  };
  const headers = { authorization: 'Bearer good' };

  it('names its request, and is counted while it is made', async () => {
    const seen: number[] = [];
    const { inside, opened } = openWith({
      get serviceProviderConfig() {
        seen.push(inside.count);
        return {};
      },
    });
    const { server, refusals } = await opened;
    const answer = await server.inject({ url: '/scim/v2/ServiceProviderConfig', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['x-request-id']).toMatch(/./u);
    expect([seen, inside.count, refusals]).toEqual([[1], 0, [undefined]]);
  });

  it('that refuses is noted with its reason, and has the headers of its failure alone', async () => {
    const { server, refusals } = await openWith({ schemas: new Map(), resourceTypes: new Map() }).opened;
    const answer = await server.inject({ method: 'DELETE', url, headers });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers).toMatchObject({ allow: expect.stringContaining('GET'), 'x-request-id': expect.any(String) });
    for (const name of ['www-authenticate', 'accept-encoding', 'retry-after']) {
      expect(answer.headers).not.toHaveProperty(name);
    }
    expect(refusals).toMatchObject([{ detail: expect.stringContaining('DELETE') }]);
  });

  it.each([
    ['text/plain', ' text/plain ', 'A body of type "text/plain" is not read.'],
    ['no type', ' ', 'Send application/scim+json'],
  ])('to a body of another type names it: %s', async (_title, type, detail) => {
    const { server } = await openWith({}).opened;
    const answer = await server.inject({
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': type },
      payload: 'x',
    });
    expect(answer.statusCode).toBe(415);
    expect(answer.json<{ detail: string }>().detail).toContain(detail);
  });

  it('to a body that is not as long as it says is that, and to one that is too long how long it is', async () => {
    const { server } = await openWith({}).opened;
    const post = (payload: string, length: string) =>
      server.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': length },
        payload,
      });
    const short = await post('{}', '5');
    expect(short.statusCode).toBe(400);
    expect(short.json()).toMatchObject({ detail: expect.stringContaining('as long as Content-Length says') });
    const long = await post('x'.repeat(2000), '2000');
    expect(long.statusCode).toBe(413);
    expect(long.json()).toMatchObject({ detail: expect.stringContaining('2000') });
    const lying = await post('x'.repeat(2000), '10');
    expect(lying.json<{ detail: string }>().detail).not.toContain('has 10');
  });
});
