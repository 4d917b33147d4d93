// What administrators look things up by: filters of lists, a person as SCIM shows one, the catalogue and the coverage of mappings.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
const NAMES = ['ana', 'ben', 'cleo', 'dana', 'emil'];

let desk: PlatformServer;
const ids: string[] = [];
let sales = '';
beforeAll(async () => {
  desk = await buildPlatformServer();
  for (const name of NAMES) {
    ids.push(
      await desk.createUser({
        userName: name,
        password: 'correct horse battery staple',
        title: name.includes('an') ? 'Lead' : 'Agent',
        active: name !== 'ben',
        ...(name !== 'emil' && { emails: [{ value: `${name}@acme.example`, type: 'work' }] }),
      }),
    );
  }
  sales = await desk.createGroup('Sales', ids.slice(0, 2));
  await desk.createGroup('Support', []);
});
afterAll(() => desk.server.close());

const get = (path: string, key = desk.keys.read) => send(desk.server, key, 'GET', path);
const users = (filter: string, rest = '') => get(`/users?filter=${encodeURIComponent(filter)}${rest}`);
const namesOf = (body: Record<string, unknown>) =>
  (body['users'] as readonly { readonly userName: string }[]).map(({ userName }) => userName);

/** Follows a filtered list to its end. */
const walk = async (filter: string, limit: number): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await users(filter, `&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    // How many there are is told once.
    expect('total' in body).toBe(cursor === '');
    found.push(...namesOf(body));
    if (typeof body['next'] !== 'string') return found;
    cursor = body['next'];
  }
};

describe('a filter of a list', () => {
  it.each([1, 2, 3, 100])('brings what it matches once, in pages of %i (RFC 7644 section 3.4.2.2)', async (limit) => {
    expect(await walk('userName co "an" or emails.value sw "cleo"', limit)).toEqual(['ana', 'cleo', 'dana']);
    expect(await walk('active eq false', limit)).toEqual(['ben']);
    expect(await walk('title eq "nobody"', limit)).toEqual([]);
  });

  it('tells how many there are, and where the feed stands', async () => {
    const { body } = await users('active eq true', '&limit=1');
    expect(body).toMatchObject({ total: 4, hasMore: true, feedPosition: expect.any(Number) });
    const groups = await get(`/groups?filter=${encodeURIComponent('displayName sw "sa"')}`);
    expect(groups.body).toMatchObject({ total: 1, groups: [{ id: sales, displayName: 'Sales' }] });
  });

  it('is refused when it cannot be read, or names what there is not', async () => {
    for (const filter of ['userName co', 'shoeSize eq "38"', 'password eq "x"']) {
      expect((await users(filter)).body).toMatchObject({ status: 400, code: 'invalid-request' });
    }
  });

  it('has cursors of its own', async () => {
    const { next } = (await users('active eq true', '&limit=1')).body;
    for (const path of [`/users?cursor=${String(next)}`, `/users?filter=active%20pr&cursor=${String(next)}`]) {
      expect((await get(path)).body).toMatchObject({ status: 400, code: 'invalid-cursor' });
    }
    const foreign = await get(`/users?filter=active%20eq%20true&cursor=${String(next)}`, desk.foreignKey);
    expect(foreign.body['code']).toBe('invalid-cursor');
  });

  it('finds nobody of another organisation', async () => {
    const { body } = await get('/users?filter=userName%20pr', desk.foreignKey);
    expect([body['users'], body['total']]).toEqual([[], 0]);
  });
});

describe('a person as SCIM shows one', () => {
  it('has the groups, and nothing that is never returned (RFC 7643 section 7)', async () => {
    const { body } = await get(`/users/${ids[0]}/resource`);
    expect(body['resource']).toMatchObject({
      userName: 'ana',
      meta: { resourceType: 'User' },
      groups: [{ value: sales, display: 'Sales' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/password|battery/u);
  });

  it('is not found in another organisation', async () => {
    expect((await get(`/users/${ids[0]}/resource`, desk.foreignKey)).body['code']).toBe('not-found');
  });
});

describe('the catalogue of mappings', () => {
  it('has every attribute that a check takes, and none that it refuses', async () => {
    const { body } = await get('/mapping-set/catalogue');
    const attributes = body['attributes'] as readonly { readonly path: string }[];
    const paths = attributes.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['userName', 'emails.value', `${LOOOP}:area`]));
    expect(paths).not.toContain('password');
    expect(paths).not.toContain('meta.created');
    for (const attribute of paths) {
      const set = {
        fields: [{ name: 'own', type: 'stringList' }],
        mappings: [{ field: 'own', from: [{ attribute }] }],
      };
      const check = await send(desk.server, desk.keys.read, 'POST', '/mapping-set/check', { body: set });
      const kinds = (check.body['errors'] as readonly { readonly kind: string }[]).map(({ kind }) => kind);
      // A single value is no list: that is a fault of the field, not of the attribute.
      expect([attribute, kinds.filter((kind) => kind !== 'type')]).toEqual([attribute, []]);
    }
  });
});

describe('the coverage of a mapping', () => {
  const SET = {
    mappings: [
      { field: 'email', from: [{ attribute: 'emails.value' }], otherwise: { value: 'nobody@acme.example' } },
      {
        field: 'title',
        from: [{ attribute: 'title' }, { join: [{ attribute: 'userName' }, { constant: '!' }], separator: '' }],
        steps: [{ lookup: { table: { lead: 'Head' }, unknown: 'keep', caseless: true } }],
      },
      { field: 'area', from: [{ attribute: `${LOOOP}:area` }] },
    ],
  };
  beforeAll(async () => {
    const saved = await send(desk.server, desk.keys.write, 'PUT', '/mapping-set', {
      body: SET,
      headers: { 'if-match': '*' },
    });
    expect(saved.status).toBe(200);
  });

  it('counts people with a value, attribute by attribute, and values that a table does not know', async () => {
    const { body } = await get('/mapping-set/coverage');
    expect(body).toEqual({
      people: 5,
      hasMore: false,
      fields: [
        {
          field: 'email',
          people: 5,
          otherwise: 1,
          attributes: [{ attribute: 'emails.value', people: 4 }],
          unknownValues: [],
        },
        {
          field: 'title',
          people: 5,
          otherwise: 0,
          attributes: [
            { attribute: 'title', people: 5 },
            { attribute: 'userName', people: 5 },
          ],
          unknownValues: [{ value: 'Agent', people: 3 }],
        },
        {
          field: 'area',
          people: 0,
          otherwise: 0,
          attributes: [{ attribute: `${LOOOP}:area`, people: 0 }],
          unknownValues: [],
        },
      ],
    });
  });

  it.each([1, 2, 4])('of everybody is the sum over the pages, in pages of %i', async (limit) => {
    let [people, having] = [0, 0];
    for (let cursor: unknown = ''; cursor !== undefined;) {
      const { body } = await get(
        `/mapping-set/coverage?limit=${limit}${cursor === '' ? '' : `&cursor=${String(cursor)}`}`,
      );
      const [email] = body['fields'] as readonly { readonly attributes: readonly { readonly people: number }[] }[];
      people += Number(body['people']);
      having += email?.attributes[0]?.people ?? 0;
      cursor = body['next'];
    }
    expect([people, having]).toEqual([5, 4]);
  });

  it('counts nobody of another organisation', async () => {
    expect((await get('/mapping-set/coverage', desk.foreignKey)).body['people']).toBe(0);
  });
});
