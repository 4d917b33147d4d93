// Who is let in, by the bytes of a request (RFC 6750 sections 2.1 and 3, RFC 7644 sections 2 and 4).
import { beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { run } from '../../../test/support/run/run-effect.ts';
import { buildMemoryServer } from '../../../test/support/server/memory-server.ts';

let server: FastifyInstance;
let administration: Awaited<ReturnType<typeof buildMemoryServer>>['administration'];
const issue = async (name: string): Promise<string> => (await run(administration.issueToken(name))).secret;
let token = '';
beforeAll(async () => {
  ({ server, administration } = await buildMemoryServer());
  await run(administration.addOrganisation('acme'));
  await run(administration.addOrganisation('other'));
  token = await issue('acme');
});

const get = (url: string, authorization?: string) =>
  server.inject({ url, headers: authorization === undefined ? {} : { authorization } });

describe('a token', () => {
  it.each([
    ['after Bearer', (secret: string) => `Bearer ${secret}`],
    ['after bearer in any case', (secret: string) => `bEARER ${secret}`],
    ['with surplus white space', (secret: string) => `  Bearer \t ${secret}  `],
    ['alone, as it is pasted into fields for the whole header', (secret: string) => secret],
  ])('%s opens its organisation', async (_title, header) => {
    expect((await get('/scim/v2/Users', header(token))).statusCode).toBe(200);
  });

  it.each([undefined, '', ' ', 'Bearer', 'Bearer   '])(
    'is missing in %j: 401 without an error code',
    async (header) => {
      const answer = await get('/scim/v2/Users', header);
      expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="scim"']);
      expect(answer.json()).toMatchObject({ status: '401' });
    },
  );

  it.each([
    ['of nobody', () => `Bearer looopscim_${'x'.repeat(43)}`],
    ['cut short', () => `Bearer ${token.slice(0, -1)}`],
    ['with a letter more', () => `Bearer ${token}x`],
    ['behind Bearer without a space', () => `Bearer${token}`],
    ['as Basic credentials', () => `Basic ${token}`],
  ])('%s is refused as invalid', async (_title, header) => {
    const answer = await get('/scim/v2/Users', header());
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(answer.body).not.toContain(token);
  });

  it('opens what belongs to its organisation and nothing else', async () => {
    const post = { method: 'POST', url: '/scim/v2/Users', payload: { userName: 'ana' } } as const;
    const created = await server.inject({ ...post, headers: { authorization: `Bearer ${token}` } });
    const { id } = created.json<{ id: string }>();
    const foreign = `Bearer ${await issue('other')}`;
    expect((await get(`/scim/v2/Users/${id}`, `Bearer ${token}`)).statusCode).toBe(200);
    expect((await get(`/scim/v2/Users/${id}`, foreign)).statusCode).toBe(404);
    expect((await get('/scim/v2/Users', foreign)).json()).toMatchObject({ totalResults: 0 });
  });

  it('of an organisation that is switched off is 403', async () => {
    await run(administration.addOrganisation('off'));
    const off = await issue('off');
    await run(administration.changeOrganisation('off', { scimEnabled: false }));
    expect((await get('/scim/v2/Users', `Bearer ${off}`)).statusCode).toBe(403);
  });
});

describe('without a token', () => {
  it('the configuration of the service is told', async () => {
    const answer = await get('/scim/v2/ServiceProviderConfig');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ patch: { supported: true } });
  });

  it('but not to whoever sends a wrong one', async () => {
    expect((await get('/scim/v2/ServiceProviderConfig', 'Bearer wrong')).statusCode).toBe(401);
  });

  it.each(['/ResourceTypes', '/Schemas', '/Users/1', '/Groups', '/Me', '/Bulk', '/nothing', '/', '/Users/.search'])(
    '%s is 401, whether there is something or not',
    async (path) => {
      for (const method of ['GET', 'POST', 'DELETE'] as const) {
        expect((await server.inject({ method, url: `/scim/v2${path}` })).statusCode).toBe(401);
      }
    },
  );
});
