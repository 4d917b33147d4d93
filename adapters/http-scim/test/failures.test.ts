// What a server answers when something behind it fails.
import { connect } from 'node:net';
import { fastify } from 'fastify';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import type { OrganisationStorage } from '@looop-scim/provisioning/ports';
import { scimServerOptions } from '@looop-scim/http-scim';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

const reading = (read: OrganisationStorage['resources']['read']) => (storage: OrganisationStorage) => ({
  ...storage,
  resources: { ...storage.resources, read },
});

const SCIM_JSON = 'application/scim+json; charset=utf-8';

describe('a storage that cannot be reached (RFC 9110 section 15.6.4)', () => {
  const broken = reading(() =>
    Effect.fail(new StorageUnavailable({ cause: new Error('disk I/O error at /secret/path'), retryAfterSeconds: 4.2 })),
  );

  it('is a 503 with whole seconds in Retry-After, and the cause is in the log alone', async () => {
    const { server, log } = await buildInProcess({ wrapStorage: broken });
    const answer = await server.inject({ url: '/scim/v2/Users/1', headers: { authorization: 'Bearer x' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.headers['content-type']).toBe(SCIM_JSON);
    expect(answer.json()).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '503',
      detail: expect.stringContaining('Try again in 5 seconds'),
    });
    expect(answer.body).not.toContain('/secret/path');
    expect(log()).toContain('disk I/O error at /secret/path');
  });
});

describe('a defect', () => {
  it.each([
    ['thrown', () => Effect.die(new TypeError('x is not a function at secret.ts'))],
    ['rejected', () => Effect.promise(() => Promise.reject(new Error('x is not a function at secret.ts')))],
  ])('%s: 500 as a SCIM Error with the id of the request and nothing of the cause', async (_title, read) => {
    const { server, log } = await buildInProcess({ wrapStorage: reading(read) });
    const answer = await server.inject({ url: '/scim/v2/Users/1' });
    expect(answer.statusCode).toBe(500);
    expect(answer.headers['content-type']).toBe(SCIM_JSON);
    expect(answer.json()).toMatchObject({
      status: '500',
      detail: expect.stringMatching(/tell support the request id \S+\.$/u),
    });
    expect(answer.body).not.toContain('secret.ts');
    expect(log()).toContain('secret.ts');
  });
});

describe('bodies', () => {
  const post = async (
    payload: string | Buffer,
    contentType = 'application/scim+json',
    { headers, maxBodyBytes }: { readonly headers?: Record<string, string>; readonly maxBodyBytes?: number } = {},
  ) => {
    const { server } = await buildInProcess({ ...(maxBodyBytes !== undefined && { maxBodyBytes }) });
    return server.inject({
      method: 'POST',
      url: '/scim/v2/Users',
      payload,
      headers: { 'content-type': contentType, ...headers },
    });
  };

  it('beyond the limit are 413 with the limit', async () => {
    const answer = await post(JSON.stringify({ userName: 'x'.repeat(2000) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining('1024') });
  });

  it.each([
    ['{"userName":', 13, 'value expected'],
    ['{"userName":"a",}', 17, 'property name expected'],
    ['{"userName" "a"}', 13, 'colon expected'],
    ['// comment\n{}', 1, 'invalid comment token'],
  ])('%s is refused at character %i: %s', async (payload, character, fault) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(400);
    const { detail } = answer.json<{ detail: string }>();
    expect(detail).toContain(`(character ${character})`);
    expect(detail).toContain(`: the body is not JSON (${fault}).`);
  });

  it.each([
    ['unfinished lists', '['.repeat(1_000_000)],
    ['unfinished objects', '{"a":'.repeat(200_000)],
    ['lists with a text behind them', `${'['.repeat(500_000)}${']'.repeat(500_000)}x`],
  ])('that are no JSON and nested beyond measure are refused, not failed on: %s', async (_title, payload) => {
    const answer = await post(payload, undefined, { maxBodyBytes: 1_048_576 });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ scimType: 'invalidSyntax', detail: expect.stringContaining('not JSON') });
  });

  const named = (...bytes: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from('{"userName":"a'), Buffer.from(bytes), Buffer.from('"}')]);

  it.each([
    ['a byte that is none of UTF-8', named(0xff)],
    ['an overlong form', named(0xc0, 0x80)],
    ['half of a surrogate pair', named(0xed, 0xa0, 0x80)],
    ['a letter of Latin-1', named(0xe9)],
    ['a letter cut off', named(0xc3)],
  ])('that are not UTF-8 are refused rather than repaired (RFC 8259 section 8.1): %s', async (_title, payload) => {
    const answer = await post(payload, 'application/json; charset=iso-8859-1');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ scimType: 'invalidSyntax', detail: expect.stringContaining('UTF-8') });
  });

  it('may begin with a byte order mark (RFC 8259 section 8.1)', async () => {
    const answer = await post('\ufeff{"userName":"zoë"}');
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ userName: 'zoë' });
  });

  it.each(['gzip', 'br', 'identity, gzip'])(
    'with the content coding %s are 415 with the codings that are read (RFC 9110 section 15.5.16)',
    async (coding) => {
      const answer = await post('{"userName":"a"}', undefined, { headers: { 'content-encoding': coding } });
      expect(answer.statusCode).toBe(415);
      expect(answer.headers['accept-encoding']).toBe('identity');
      expect(answer.json()).toMatchObject({ status: '415', detail: expect.stringContaining(`"${coding}"`) });
    },
  );

  it('with the content coding identity are read as they are', async () => {
    const answer = await post('{"userName":"a"}', undefined, { headers: { 'content-encoding': 'Identity' } });
    expect(answer.statusCode).toBe(201);
  });

  it('of another media type are 415', async () => {
    expect((await post('<user/>', 'application/xml')).statusCode).toBe(415);
  });
});

it('a request that does not arrive whole in time is 408 as a SCIM Error (RFC 9110 section 15.5.9)', async () => {
  const http = { ...scimServerOptions.http, connectionsCheckingInterval: 10 };
  const server = fastify({ ...scimServerOptions, http, requestTimeout: 20 });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const [address] = server.addresses();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(typeof address === 'object' ? address.port : 0, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject).on('close', () => resolve(text));
    socket.write('GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n');
  });
  await server.close();
  expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
  expect(answer).toContain('"status":"408"');
});
