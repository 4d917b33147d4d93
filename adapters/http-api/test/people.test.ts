// People, groups and profiles.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

let platform: PlatformServer;
const ids: string[] = [];
let sales = '';
beforeAll(async () => {
  platform = await buildPlatformServer();
  for (const name of ['ana', 'ben', 'cleo', 'dana', 'emil']) {
    ids.push(await platform.createUser({ userName: name, name: { givenName: name }, active: name !== 'ben' }));
  }
  sales = await platform.createGroup('Sales', ids);
});
afterAll(() => platform.server.close());

const get = (path: string) => send(platform.server, platform.keys.read, 'GET', path);
const write = (path: string, body: unknown, headers = {}) =>
  send(platform.server, platform.keys.write, 'PATCH', path, { body, headers });
const save = (set: object) =>
  send(platform.server, platform.keys.write, 'PUT', '/mapping-set', { body: set, headers: { 'if-match': '*' } });

/** Follows a list to its end. */
const walk = async (path: string, name: string, limit: number): Promise<readonly Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  for (let next = ''; ;) {
    const { status, body } = await get(`${path}?limit=${limit}${next === '' ? '' : `&cursor=${next}`}`);
    expect(status).toBe(200);
    expect(body['hasMore']).toBe('next' in body);
    items.push(...(body[name] as Record<string, unknown>[]));
    if (typeof body['next'] !== 'string') return items;
    next = body['next'];
  }
};

describe('lists', () => {
  it.each([1, 2, 4, 5, 100])('have everybody once, in pages of %i', async (limit) => {
    expect((await walk('/users', 'users', limit)).map(({ id }) => id)).toEqual(ids);
    const members = await walk(`/groups/${sales}/members`, 'members', limit);
    expect(members.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(members[0]).toMatchObject({ type: 'User' });
    expect((await walk('/groups', 'groups', limit)).map(({ displayName }) => displayName)).toEqual(['Sales']);
  });

  it('show a person with profile, version and mapping version', async () => {
    const { body, headers } = await get(`/users/${ids[1]}`);
    expect(body).toMatchObject({
      userName: 'ben',
      active: false,
      version: 1,
      mappingVersion: 0,
      profile: { username: 'ben', givenName: 'ben', active: false },
      issues: [
        { field: 'familyName', issue: 'missing' },
        { field: 'email', issue: 'missing' },
      ],
    });
    expect(headers).toMatchObject({ etag: 'W/"1"', 'cache-control': 'no-store' });
  });

  it('refuse a cursor of another list, of another organisation, or one that was changed', async () => {
    const { next } = (await get('/users?limit=1')).body;
    const own = String(next);
    for (const path of [`/groups?cursor=${own}`, `/groups/${sales}/members?cursor=${own}`, `/users?cursor=x${own}`]) {
      expect((await get(path)).body).toMatchObject({ status: 400, code: 'invalid-cursor' });
    }
    const foreign = await send(platform.server, platform.foreignKey, 'GET', `/users?cursor=${own}`);
    expect(foreign.body['code']).toBe('invalid-cursor');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=many', 'limit'],
    ['page=2', 'page'],
  ])('name the parameter at fault: %s', async (query, parameter) => {
    const { status, body } = await get(`/users?${query}`);
    expect([status, body['code']]).toEqual([400, 'invalid-request']);
    expect(body['errors']).toEqual([expect.objectContaining({ parameter })]);
  });
});

describe('the change of a profile', () => {
  const WRITE_BACK = {
    mappings: [
      { field: 'username', from: [{ attribute: 'userName' }], writeBack: true },
      { field: 'title', from: [{ attribute: 'title' }], writeBack: true },
      { field: 'givenName', from: [{ attribute: 'name.givenName' }] },
    ],
  };
  beforeAll(async () => {
    expect((await save(WRITE_BACK)).status).toBe(200);
  });

  it('writes through to the attribute, and clears by null', async () => {
    const { status, body, headers } = await write(`/users/${ids[0]}/profile`, { title: 'Lead' });
    expect(status).toBe(200);
    expect([body['version'], headers['etag']]).toEqual([2, 'W/"2"']);
    expect(body['profile']).toEqual({ username: 'ana', title: 'Lead', givenName: 'ana' });
    const cleared = await write(`/users/${ids[0]}/profile`, { title: null }, { 'if-match': 'W/"2"' });
    expect(cleared.body).toMatchObject({ version: 3, profile: { username: 'ana', givenName: 'ana' } });
    expect(cleared.body['profile']).not.toHaveProperty('title');
  });

  it('names every field that is refused, and changes none', async () => {
    const { version } = (await get(`/users/${ids[2]}`)).body;
    const { status, body } = await write(`/users/${ids[2]}/profile`, {
      title: 'Lead',
      givenName: 'Cleopatra',
      email: 'cleo@acme.example',
      shoeSize: '38',
      username: true,
    });
    expect([status, body['code']]).toEqual([422, 'invalid-profile-change']);
    expect(body['errors']).toEqual([
      { field: 'givenName', pointer: '#/givenName', detail: expect.stringContaining('no write-back') },
      { field: 'email', pointer: '#/email', detail: expect.stringContaining('no attribute is mapped') },
      { field: 'shoeSize', pointer: '#/shoeSize', detail: expect.stringContaining('no such field') },
      { field: 'username', pointer: '#/username', detail: expect.stringContaining('another type') },
    ]);
    const after = (await get(`/users/${ids[2]}`)).body;
    expect([after['version'], after['profile']]).toEqual([version, { username: 'cleo', givenName: 'cleo' }]);
  });

  it('is refused when somebody else has the value, or has made a change since', async () => {
    const taken = await write(`/users/${ids[3]}/profile`, { username: 'EMIL' });
    expect(taken.body).toMatchObject({ status: 409, code: 'conflict' });
    const stale = await write(`/users/${ids[3]}/profile`, { title: 'Lead' }, { 'if-match': 'W/"7"' });
    expect(stale.body).toMatchObject({ status: 412, code: 'precondition-failed' });
    expect((await write(`/users/${sales}/profile`, { title: 'Lead' })).body).toMatchObject({ code: 'not-found' });
  });

  it('takes a JSON merge patch by its own media type', async () => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    expect((await write(`/users/${ids[4]}/profile`, { title: 'Lead' }, headers)).status).toBe(200);
  });
});
