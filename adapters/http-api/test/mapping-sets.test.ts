// The mapping set by the API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { MappingCheck } from '../src/mapping-schemas.ts';
import { MappingVersion, Preview } from '../src/schemas.ts';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await buildPlatformServer();
  await platform.createUser({ userName: 'ana', title: 'lead' });
});
afterAll(() => platform.server.close());

const get = (path: string) => send(platform.server, platform.keys.read, 'GET', path);
const ask = (path: string, body: unknown) => send(platform.server, platform.keys.read, 'POST', path, { body });
const put = (body: unknown, ifMatch?: string) =>
  send(platform.server, platform.keys.write, 'PUT', '/mapping-set', {
    body,
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });
const restore = (version: number, ifMatch: string) =>
  send(platform.server, platform.keys.write, 'POST', `/mapping-set/versions/${version}/restore`, {
    headers: { 'if-match': ifMatch },
  });

const titleSet = (steps: readonly unknown[]) => ({
  mappings: [{ field: 'title', from: [{ attribute: 'title' }], steps }],
});
const BROKEN = { mappings: [{ field: 'title', from: [{ attribute: 'titel' }] }] };

describe('the mapping set', () => {
  it('begins with the default set, is saved on top of the version that was read, and restored', async () => {
    const first = await get('/mapping-set');
    expect([first.body['version'], first.headers['etag']]).toEqual([0, 'W/"0"']);
    const saved = await put(titleSet(['upper']), 'W/"0"');
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({
      version: 1,
      author: expect.stringMatching(/^platform key /u),
      set: titleSet(['upper']),
    });
    expect((await put(titleSet([]), 'W/"0"')).body).toMatchObject({ status: 412, code: 'precondition-failed' });
    expect((await put(titleSet([]))).body).toMatchObject({ status: 428, code: 'precondition-required' });
    expect((await put(titleSet([]), 'zero')).body['errors']).toEqual([expect.objectContaining({ header: 'If-Match' })]);
    expect((await put(titleSet(['lower']), '"1"')).body['version']).toBe(2);
    expect((await restore(1, 'W/"2"')).body).toMatchObject({ version: 3, restoredFrom: 1, set: titleSet(['upper']) });
    expect((await restore(9, '*')).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await get('/mapping-set/versions/2')).body).toMatchObject({ version: 2, set: titleSet(['lower']) });
  });

  it('has a history by pages', async () => {
    const newest = (await get('/mapping-set/versions?limit=2')).body;
    expect((newest['versions'] as { version: number }[]).map(({ version }) => version)).toEqual([3, 2]);
    const rest = (await get(`/mapping-set/versions?limit=2&cursor=${String(newest['next'])}`)).body;
    expect(rest).toMatchObject({ hasMore: false, versions: [{ version: 1 }] });
    expect(rest).not.toHaveProperty('next');
  });

  it('is refused with every fault and its place', async () => {
    const fault = {
      kind: 'unknownAttribute',
      at: 'mappings[0].from[0].attribute',
      field: 'title',
      attribute: 'titel',
      suggestion: 'title',
      detail: expect.any(String),
    };
    expect((await ask('/mapping-set/check', BROKEN)).body).toEqual({ valid: false, errors: [fault] });
    expect((await ask('/mapping-set/check', titleSet([]))).body).toEqual({ valid: true, errors: [] });
    const refused = await put(BROKEN, '*');
    expect(refused.body).toMatchObject({ status: 422, code: 'invalid-mapping-set', errors: [fault] });
  });

  it('is previewed on a person or on a pasted resource, with what would change', async () => {
    const ofPerson = await ask('/mapping-set/preview', { user: 'ANA', set: titleSet(['lower']) });
    expect(ofPerson.body).toMatchObject({
      user: { userName: 'ana' },
      profile: { title: 'lead' },
      difference: [{ field: 'title', before: 'LEAD', after: 'lead' }],
      fields: [{ field: 'title', result: 'lead' }],
    });
    const resource = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ben', title: 'x', shoe: 1 };
    const pasted = await ask('/mapping-set/preview', { resource });
    expect(pasted.body).toMatchObject({ profile: { title: 'X' }, difference: [], ignored: [{ attribute: 'shoe' }] });
    expect((await ask('/mapping-set/preview', { user: 'nobody' })).body['code']).toBe('not-found');
    expect((await ask('/mapping-set/preview', { user: 'ana', set: BROKEN })).body['code']).toBe('invalid-mapping-set');
    expect((await ask('/mapping-set/preview', { usr: 'ana' })).body['code']).toBe('invalid-request');
  });
});

describe('what is answered about mapping sets is as the schemas say', () => {
  /** Every kind of source, pick, step and default. */
  const everything = {
    fields: [{ name: 'languages', type: 'stringList' }],
    mappings: [
      { field: 'username', from: [{ attribute: 'userName' }], required: true },
      {
        field: 'email',
        from: [
          { attribute: 'emails.value', pick: [{ type: 'work' }, 'primary', 'only', 'first'] },
          { constant: 'none' },
        ],
        steps: ['trim', 'lower', { before: '+' }, { truncate: 40 }],
        otherwise: { value: 'unknown' },
      },
      {
        field: 'displayName',
        from: [{ join: [{ attribute: 'name.givenName' }, { constant: 'x' }], separator: ' ' }],
        steps: ['upper', { after: 'A' }],
      },
      { field: 'languages', from: [{ attribute: 'emails[type eq "home"].value' }] },
      {
        field: 'title',
        from: [{ attribute: 'title' }],
        steps: [{ lookup: { table: { lead: 'Head' }, unknown: { value: 'Other' }, caseless: true } }],
      },
      {
        field: 'active',
        from: [{ attribute: 'active' }],
        steps: [{ lookup: { table: { true: false }, unknown: 'keep' } }],
      },
    ],
  };
  const resource = {
    userName: 'eva',
    name: { givenName: 'Eva' },
    emails: [
      { value: 'eva+work@acme.example', type: 'work' },
      { value: 'eva@home.example', type: 'home' },
    ],
    title: 'LEAD',
    active: true,
    shoeSize: 38,
  };

  it('versions, checks and previews', async () => {
    expect(Value.Errors(MappingVersion, (await get('/mapping-set/versions/0')).body)).toEqual([]);
    const good = await ask('/mapping-set/check', everything);
    expect([good.body, Value.Errors(MappingCheck, good.body)]).toEqual([{ valid: true, errors: [] }, []]);
    const bad = await ask('/mapping-set/check', {
      mappings: [{ field: 'x y', from: [{ attribute: 'titel', pick: 'last' }] }],
    });
    expect(bad.body['valid']).toBe(false);
    expect(Value.Errors(MappingCheck, bad.body)).toEqual([]);
    const preview = await ask('/mapping-set/preview', { resource, set: everything });
    expect(preview.body).toMatchObject({ profile: { title: 'Head', languages: ['eva@home.example'] } });
    expect(Value.Errors(Preview, preview.body)).toEqual([]);
    const saved = await put(everything, '*');
    expect([saved.body['set'], Value.Errors(MappingVersion, saved.body)]).toEqual([everything, []]);
  });
});
