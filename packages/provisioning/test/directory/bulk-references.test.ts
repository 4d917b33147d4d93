// Operations of a bulk request that refer to each other (RFC 7644 sections 3.7.1 to 3.7.3).
import { describe, expect, it } from 'vitest';
import { ENTERPRISE_USER_SCHEMA as ENTERPRISE } from '@looop-scim/scim/schema';
import { BASE_URL, countingIds, openDirectory } from './support.ts';

const user = (bulkId: string, data: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { userName: bulkId, ...data },
});
const managed = (bulkId: string, manager: string, data: object = {}) =>
  user(bulkId, { [ENTERPRISE]: { manager: { value: `bulkId:${manager}` } }, ...data });
const group = (bulkId: string, ...members: readonly string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { displayName: bulkId, members: members.map((one) => ({ value: `bulkId:${one}` })) },
});
const open = () => openDirectory({ ids: countingIds() });

describe('the results of a bulk request', () => {
  it('have what the operations have and no more', async () => {
    const { bulk } = await open();
    const deletion = { method: 'DELETE', path: '/Users/id-0' };
    expect(await bulk([user('ana'), user('ben'), deletion])).toStrictEqual([
      { method: 'POST', bulkId: 'ana', version: 'W/"1"', location: `${BASE_URL}/Users/id-0`, status: '201' },
      { method: 'POST', bulkId: 'ben', version: 'W/"1"', location: `${BASE_URL}/Users/id-1`, status: '201' },
      { method: 'DELETE', location: `${BASE_URL}/Users/id-0`, status: '204' },
    ]);
  });

  it.each([[[]], ['x'], [7], [null]])('with %j as data are those of the operation alone', async (data) => {
    const { bulk } = await open();
    const [result, next] = await bulk([{ method: 'POST', path: '/Users', bulkId: 'ana', data }, user('ben')]);
    expect([result?.status, next?.status]).toEqual(['400', '201']);
    expect(result?.response?.['detail']).not.toMatch(/undefined/u);
  });
});

describe('resources that refer to each other', () => {
  it('are made first and linked afterwards, once; a result has the version after that', async () => {
    const { bulk, read, records } = await open();
    const results = await bulk([managed('ana', 'ben'), managed('ben', 'ana')]);
    expect(results).toMatchObject([
      { bulkId: 'ana', status: '201', version: 'W/"1"' },
      { bulkId: 'ben', status: '201', version: 'W/"2"' },
    ]);
    const [ben, ana] = [await read('/Users', 'id-0'), await read('/Users', 'id-1')];
    expect([ben[ENTERPRISE], ana[ENTERPRISE]]).toMatchObject([
      { manager: { value: 'id-1' } },
      { manager: { value: 'id-0' } },
    ]);
    expect(await bulk([user('cleo')])).toMatchObject([{ status: '201' }]);
    const kept = await records();
    expect(kept.filter(({ operation }) => operation === 'patch')).toHaveLength(1);
    // What refers to nobody yet is not stored meanwhile.
    expect(JSON.stringify(kept.map(({ changes }) => changes))).not.toContain('bulkId:');
  });

  it('are linked as soon as all that they refer to is made, and not before', async () => {
    const { bulk, read, records } = await open();
    const results = await bulk([
      managed('ana', 'dan'),
      managed('dan', 'ben'),
      managed('ben', 'ana', { nickName: 'bulkId:dan' }),
      user('eva'),
    ]);
    expect(results.map(({ status, version }) => [status, version])).toEqual([
      ['201', 'W/"1"'],
      ['201', 'W/"1"'],
      ['201', 'W/"2"'],
      ['201', 'W/"1"'],
    ]);
    expect(await read('/Users', 'id-0')).toMatchObject({
      userName: 'ben',
      nickName: 'id-1',
      [ENTERPRISE]: { manager: { value: 'id-2' } },
    });
    expect((await records()).filter(({ operation }) => operation === 'patch')).toHaveLength(1);
  });

  it('and cannot do so are refused with what is in the way, and none of them stays', async () => {
    const { bulk, read } = await open();
    const results = await bulk([group('left', 'right'), group('right', 'left'), user('ana')]);
    expect(results.map(({ status }) => status)).toEqual(['409', '409', '201']);
    for (const { response } of results.slice(0, 2)) {
      expect(response?.['detail']).toMatch(/^What .*bulkId:right.* refers to refers back to it/u);
      expect(response?.['detail']).toMatch(/resolved: members: ./u);
    }
    expect(await read('/Users', 'id-2')).toMatchObject({ userName: 'ana' });
    await expect(read('/Groups', 'id-0')).rejects.toMatchObject({ _tag: 'ResourceNotFound' });
    await expect(read('/Groups', 'id-1')).rejects.toMatchObject({ _tag: 'ResourceNotFound' });
  });
});

describe('a reference', () => {
  it('is to a POST of the request, whatever other operations are called', async () => {
    const { bulk, create, read } = await open();
    const id = await create('/Users', { userName: 'zoe' });
    const patch = {
      method: 'PATCH',
      path: `/Users/${id}`,
      bulkId: 'p',
      data: { Operations: [{ op: 'add', path: 'title', value: 'x' }] },
    };
    const [patched, refused] = await bulk([patch, managed('ana', 'p')]);
    expect([patched?.status, refused?.status]).toEqual(['200', '400']);
    expect(refused?.response?.['detail']).toContain('is the bulkId of no POST in this request');
    expect((await read('/Users', id))['title']).toBe('x');
  });

  it('to a POST does not end with another operation of the same name', async () => {
    const { bulk, create } = await open();
    const id = await create('/Users', { userName: 'zoe' });
    const results = await bulk([
      user('ben'),
      managed('ana', 'ben'),
      { method: 'DELETE', path: `/Users/${id}`, bulkId: 'ben' },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['201', '201', '204']);
  });

  it('that is very long is shown in part', async () => {
    const { bulk } = await open();
    const [refused] = await bulk([managed('ana', 'x'.repeat(200))]);
    const detail = String(refused?.response?.['detail']);
    expect(detail).toContain(`bulkId:${'x'.repeat(60)}`);
    expect(detail).not.toContain('x'.repeat(129));
  });
});

it('after as many errors as asked for, no further operation is begun (failOnErrors)', async () => {
  const { bulk, records } = await open();
  const bad = { method: 'POST', path: '/Users', bulkId: 'bad', data: {} };
  const results = await bulk([user('ana'), bad, { ...bad, bulkId: 'worse' }, user('ben')], { failOnErrors: 2 });
  expect(results.map(({ status }) => status)).toEqual(['201', '400', '400']);
  expect((await records()).filter(({ outcome }) => outcome === 'applied')).toHaveLength(1);
});
