// An organisation's own attributes, as two processes on one storage serve them.
import 'reflect-metadata';
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ServedScimService } from '@looop-scim/provisioning';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { Complex } from '@looop-scim/scim/attribute';
import { standardRegistry, type ResourceType } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer, type ComposedServer } from '../src/composition/compose-server.ts';

const URN = 'urn:acme:scim:1.0:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
const author = { author: 'ops' };
const caller = { tokenFingerprint: 'abc', requestId: '1' };

let storage: Storage;
let here: ComposedServer;
let there: ComposedServer;
let acme: Organisation;
let token = '';

const run = Effect.runPromise;
const attributesOf = async () => (await run(here.platformOf(acme))).attributes;
const add = async (definition: object) => await run((await attributesOf()).add(definition, author));
const upkeep = async () => {
  const { upkeep: step } = await attributesOf();
  while ((await run(step(2))).hasMore);
};

const serviceOf = async (server: ComposedServer): Promise<ServedScimService> =>
  (await run(server.authenticate(token, { id: 'request-1' }))).service;

const userTypeOf = (service: ServedScimService): ResourceType => {
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  return type;
};

const create = async (server: ComposedServer, body: object): Promise<string> => {
  const service = await serviceOf(server);
  const made = await run(
    service.create({ type: userTypeOf(service), body: { schemas: [USER], ...body }, caller, projection: {} }),
  );
  return made.id;
};

const patch = async (server: ComposedServer, id: string, path: string, value: unknown) => {
  const service = await serviceOf(server);
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path, value }],
  };
  await run(service.patch({ type: userTypeOf(service), id, body, caller, projection: {} }));
};

const put = async (server: ComposedServer, id: string, body: object) => {
  const service = await serviceOf(server);
  await run(
    service.replace({ type: userTypeOf(service), id, body: { schemas: [USER], ...body }, caller, projection: {} }),
  );
};

const get = async (server: ComposedServer, id: string): Promise<Complex> => {
  const service = await serviceOf(server);
  const { representation } = await run(service.get({ type: userTypeOf(service), id, caller, projection: {} }));
  return JSON.parse(JSON.stringify(representation)) as Complex;
};

const idsBy = async (server: ComposedServer, filter: string): Promise<readonly unknown[]> => {
  const service = await serviceOf(server);
  const list = await run(
    service.list({ type: userTypeOf(service), query: { filter, startIndex: 1, count: 100 }, caller }),
  );
  if (!('representations' in list)) throw new TypeError('a worker has answered');
  return list.representations.map(({ id }) => id);
};

beforeEach(async () => {
  storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const parts = { storage, installationSecret: 'secret', baseUrl: () => 'https://looop.example/scim/v2' };
  [here, there] = [composeServer(parts), composeServer(parts)];
  acme = await run(here.administration.addOrganisation('acme'));
  token = (await run(here.administration.issueToken('acme'))).secret;
});

describe('an own attribute', () => {
  it('is served at once by the process that adds it', async () => {
    await serviceOf(here);
    await add({ name: 'badge', lookedUp: true });
    await add({ schema: URN, name: 'levels', type: 'integer', multiValued: true });
    const { description } = await serviceOf(here);
    const looop = description.schemas.get(LOOOP.toLowerCase());
    expect(JSON.stringify(looop)).toContain('"name":"badge"');
    expect(description.schemas.get(URN.toLowerCase())).toMatchObject({ id: URN, name: 'scim' });
    expect(description.resourceTypes.get('User')).toMatchObject({
      schemaExtensions: expect.arrayContaining([{ schema: URN, required: false }]) as unknown,
    });
    const ana = await create(here, { userName: 'ana', [LOOOP]: { badge: 'A-1' }, [URN]: { levels: [3, 4] } });
    await upkeep();
    expect(await idsBy(here, `${LOOOP}:badge eq "a-1"`)).toEqual([ana]);
    expect(await idsBy(here, `${URN}:levels gt 3`)).toEqual([ana]);
    await patch(here, ana, `${URN}:levels`, [1]);
    expect(await get(here, ana)).toMatchObject({ schemas: [USER, LOOOP, URN], [URN]: { levels: [1] } });
  });

  it('is served by other processes within 5 seconds, and its values survive what they write before', async () => {
    await serviceOf(there);
    await add({ name: 'badge' });
    const ana = await create(here, { userName: 'ana', [LOOOP]: { badge: 'A-1', area: 'x' } });
    // The other one has read its definitions a moment ago.
    await put(there, ana, { userName: 'ana', displayName: 'Ana' });
    expect(await get(here, ana)).toMatchObject({ displayName: 'Ana', [LOOOP]: { badge: 'A-1' } });
    const later = Effect.gen(function* () {
      yield* TestClock.setTime(Date.now() + 5000);
      return (yield* there.authenticate(token, { id: 'request-2' })).service;
    });
    const service = await run(Effect.provide(later, TestClock.layer()));
    expect(JSON.stringify(service.description.schemas.get(LOOOP.toLowerCase()))).toContain('"name":"badge"');
  });

  it('that is removed keeps its values through PUT, PATCH and a removal of the extension, until it is purged', async () => {
    await add({ name: 'badge', lookedUp: true });
    const ana = await create(here, { userName: 'ana', [LOOOP]: { badge: 'A-1', area: 'North' } });
    const path = `${LOOOP}:badge`;
    const { remove, purge, list } = await attributesOf();
    await run(remove(path, author));
    expect((await get(here, ana))[LOOOP]).toEqual({ area: 'North' });
    await put(here, ana, { userName: 'ana' });
    await patch(here, ana, 'title', 'Lead');
    expect(await get(here, ana)).not.toHaveProperty([LOOOP]);
    await add({ name: 'badge', lookedUp: true });
    expect((await get(here, ana))[LOOOP]).toEqual({ badge: 'A-1' });
    expect(await idsBy(here, `${LOOOP}:badge eq "A-1"`)).toEqual([ana]);
    await run(remove(path, author));
    await run(purge(path, author));
    const refused = await run(Effect.flip((await attributesOf()).add({ name: 'badge' }, author)));
    expect(refused).toMatchObject({ _tag: 'InvalidAttribute' });
    await upkeep();
    expect((await run(list())).attributes).toEqual([]);
    await add({ name: 'badge', type: 'integer' });
    expect(await get(here, ana)).not.toHaveProperty([LOOOP]);
  });

  it('is not changed so that stored values would not fit', async () => {
    await add({ name: 'badge' });
    await create(here, { userName: 'ana', [LOOOP]: { badge: 'Blue' } });
    await create(here, { userName: 'ben', [LOOOP]: { badge: 'red' } });
    const { change, remove } = await attributesOf();
    const path = `${LOOOP}:badge`;
    const refusal = async (json: object) => await run(Effect.flip(change(path, json, author)));
    expect(await refusal({ type: 'integer' })).toMatchObject({ _tag: 'AttributeHasValues', users: 2 });
    expect(await refusal({ multiValued: true })).toMatchObject({ users: 2, reason: 'is not a list' });
    expect(await refusal({ canonicalValues: ['blue', 'green'] })).toMatchObject({ users: 1 });
    expect(await refusal({ caseExact: true })).toMatchObject({ users: 1 });
    await run(change(path, { canonicalValues: ['blue', 'Red'], description: 'Colour' }, author));
    await expect(create(here, { userName: 'eva', [LOOOP]: { badge: 'green' } })).rejects.toMatchObject({
      _tag: 'InvalidValue',
    });
    const zoe = await create(here, { userName: 'zoe', [LOOOP]: { badge: 'RED' } });
    expect((await get(here, zoe))[LOOOP]).toEqual({ badge: 'Red' });
    await run(remove(path, author));
    const again = await run(Effect.flip((await attributesOf()).add({ name: 'badge', type: 'boolean' }, author)));
    expect(again).toMatchObject({ _tag: 'AttributeHasValues', users: 3 });
  });

  it('that is narrowed: what another process accepts before it knows is kept until it is written anew, and spoils nothing', async () => {
    const path = `${LOOOP}:badge`;
    await add({ name: 'badge' });
    await serviceOf(there);
    const { change } = await attributesOf();
    await run(change(path, { type: 'integer' }, author));
    const ana = await create(there, { userName: 'ana', [LOOOP]: { badge: 'blue', area: 'North' } });
    const ben = await create(here, { userName: 'ben', [LOOOP]: { badge: 7 } });
    // It is read as it is, no comparison finds it, and other attributes change beside it.
    expect((await get(here, ana))[LOOOP]).toEqual({ badge: 'blue', area: 'North' });
    expect(await idsBy(here, `${path} gt 5`)).toEqual([ben]);
    expect(await idsBy(here, `${path} pr`)).toEqual([ana, ben]);
    await patch(here, ana, 'title', 'Lead');
    expect(await get(here, ana)).toMatchObject({ title: 'Lead', [LOOOP]: { badge: 'blue' } });
    const { platform } = await run(here.platformOf(acme));
    expect(await run(platform.user(ana))).toMatchObject({ profile: { username: 'ana', area: 'North' } });
    // The next change of the attribute counts it.
    const refused = await run(Effect.flip(change(path, { multiValued: true }, author)));
    expect(refused).toMatchObject({ _tag: 'AttributeHasValues', users: 2 });
    await patch(here, ana, path, 3);
    expect(await idsBy(here, `${path} lt 5`)).toEqual([ana]);
  });

  it('is not removed while the mapping set in force reads it', async () => {
    await add({ name: 'badge' });
    const { mappings, attributes } = await run(here.platformOf(acme));
    const set = { mappings: [{ field: 'employeeNumber', from: [{ attribute: `${LOOOP}:badge` }], writeBack: true }] };
    await run(mappings.save(set, author));
    const refused = await run(Effect.flip(attributes.remove(`${LOOOP}:badge`, author)));
    expect(refused).toMatchObject({ _tag: 'AttributeMapped', fields: ['employeeNumber'] });
    const ana = await create(here, { userName: 'ana', [LOOOP]: { badge: '7' } });
    const { platform } = await run(here.platformOf(acme));
    expect(await run(platform.user(ana))).toMatchObject({ profile: { employeeNumber: '7' } });
    await run(platform.changeProfile({ id: ana, changes: { employeeNumber: '8' }, caller }));
    expect((await get(here, ana))[LOOOP]).toEqual({ badge: '8' });
  });
});
