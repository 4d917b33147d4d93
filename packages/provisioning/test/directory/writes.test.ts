// Writes of users and groups: preconditions, members, and what the storage is asked for.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { interopPolicy } from '@looop-scim/scim/interop';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { checkPreconditions } from '../../src/use-cases/change-resource.ts';
import { openDirectory } from './support.ts';

const patchOf = (op: string, path: string, value?: unknown) => ({ Operations: [{ op, path, value }] });

describe('preconditions (RFC 7644 section 3.14)', () => {
  const target = { resourceType: 'User', id: 'ana', version: 3 };

  it.each<readonly [object, object | undefined]>([
    [{}, undefined],
    [{ ifMatch: 'W/"3"' }, undefined],
    [{ ifMatch: '*' }, undefined],
    [{ ifMatch: 'W/"2", W/"3"' }, undefined],
    [{ ifMatch: 'W/"2"' }, { header: 'If-Match' }],
    [{ ifMatch: 'three' }, { header: 'If-Match', malformed: 'three' }],
    [{ ifNoneMatch: 'W/"2"' }, undefined],
    [{ ifNoneMatch: 'W/"3"' }, { header: 'If-None-Match' }],
    [{ ifNoneMatch: '*' }, { header: 'If-None-Match' }],
    // If-Match is looked at first (RFC 9110 section 13.2.2).
    [{ ifMatch: 'W/"2"', ifNoneMatch: '*' }, { header: 'If-Match' }],
    [{ ifMatch: 'W/"3"', ifNoneMatch: '*' }, { header: 'If-None-Match' }],
  ])('%j of a resource of version 3: %j', async (preconditions, refusal) => {
    const checked = Effect.fromResult(checkPreconditions(target, preconditions));
    if (refusal === undefined) return expect(await run(checked)).toBe(undefined);
    const { _tag, ...facts } = { ...(await failureOf(checked)) };
    return expect([_tag, facts]).toEqual(['PreconditionFailed', { ...refusal, resourceType: 'User', id: 'ana' }]);
  });

  it('hold for every write, deletions included; one that fails changes nothing', async () => {
    const { service, request, create, read } = await openDirectory();
    const id = await create('/Users', { userName: 'ana' });
    const writes = [
      service.replace({ ...request('/Users'), id, body: { userName: 'ben' }, ifMatch: 'W/"2"' }),
      service.patch({ ...request('/Users'), id, body: patchOf('add', 'title', 'x'), ifNoneMatch: '*' }),
      service.remove({ ...request('/Users'), id, ifMatch: 'two' }),
    ];
    for (const write of writes)
      expect(await failureOf<unknown, { _tag: string }>(write)).toMatchObject({ _tag: 'PreconditionFailed' });
    expect(await read('/Users', id)).toMatchObject({ userName: 'ana', meta: { version: 'W/"1"' } });
  });
});

describe('the members of a group', () => {
  const openWith = async (members: readonly string[], options = {}) => {
    const directory = await openDirectory(options);
    const ids = new Map<string, string>();
    for (const name of ['ana', 'ben']) ids.set(name, await directory.create('/Users', { userName: name }));
    const named = (names: readonly string[]) => names.map((name) => ({ value: ids.get(name) ?? name }));
    const group = await directory.create('/Groups', { displayName: 'Sales', members: named(members) });
    const names = new Map([...ids].map(([name, id]) => [id, name]));
    const membersNow = async () => {
      const { members: shown } = await directory.read('/Groups', group);
      return (shown as readonly { readonly value: string }[] | undefined)?.map(({ value }) => names.get(value));
    };
    const replace = (body: object) =>
      directory.service.replace({
        ...directory.request('/Groups'),
        id: group,
        body: { displayName: 'Sales', ...body },
      });
    return { ...directory, ids, named, group, membersNow, replace };
  };

  it('are those of a PUT, none when it has none (RFC 7644 section 3.5.1)', async () => {
    const { named, membersNow, replace, records } = await openWith(['ana']);
    await run(replace({ members: named(['ben']) }));
    expect(await membersNow()).toEqual(['ben']);
    expect((await records())[0]).toMatchObject({ operation: 'replace', outcome: 'applied' });
    await run(replace({}));
    expect(await membersNow()).toEqual([]);
  });

  it('that nobody knows are left out, but not when they were sent as bare texts', async () => {
    const { named, membersNow, replace } = await openWith(['ana']);
    await run(replace({ members: named(['ana', 'nobody']) }));
    expect(await membersNow()).toEqual(['ana']);
    expect(await failureOf(replace({ members: ['nobody'] }))).toMatchObject({ _tag: 'InvalidValue' });
    expect(await membersNow()).toEqual(['ana']);
  });

  it('that nobody knows are refused where the policy does not skip them', async () => {
    const policy = { ...interopPolicy, skipUnknownMembers: false };
    const { named, replace } = await openWith([], { policy });
    expect(await failureOf(replace({ members: named(['nobody']) }))).toMatchObject({ _tag: 'InvalidValue' });
  });

  it('stay when a user is replaced: groups of a user are readOnly', async () => {
    const { service, request, ids, membersNow } = await openWith(['ana']);
    const id = ids.get('ana') ?? '';
    await run(service.replace({ ...request('/Users'), id, body: { userName: 'anna', groups: [] } }));
    expect(await membersNow()).toEqual(['ana']);
  });

  it('are told apart from the group: a change of the members alone is no change of the group', async () => {
    const { service, request, named, group, ports, ids } = await openWith([]);
    await run(service.patch({ ...request('/Groups'), id: group, body: patchOf('add', 'members', named(['ana'])) }));
    const events = await run(ports.events.after(0, 100));
    expect(events.map(({ event }) => event.type).slice(-2)).toEqual(['group.created', 'group.members_added']);
    expect(events.at(-1)?.event.data).toMatchObject({ members: [{ type: 'user', id: ids.get('ana') }] });
  });
});

describe('memberships are read where the answer shows them, and only there', () => {
  it.each<readonly [endpoint: string, projection: object, created: boolean, replaced: boolean, patched: boolean]>([
    ['/Groups', {}, true, true, false],
    ['/Groups', { attributes: ['members'] }, true, true, true],
    ['/Groups', { attributes: ['displayName'] }, false, false, false],
    ['/Groups', { excludedAttributes: ['members'] }, false, false, false],
    ['/Groups', { excludedAttributes: ['displayName'] }, true, true, true],
    // Nobody is in a group before there is such a person.
    ['/Users', {}, false, true, true],
    ['/Users', { excludedAttributes: ['groups'] }, false, false, false],
  ])('%s with %j: after a creation %s, a PUT %s, a PATCH %s', async (endpoint, projection, ...wanted) => {
    const { service, request, create, shown } = await openDirectory();
    const body = { userName: 'ana', displayName: 'Sales' };
    const id = await create(endpoint, body, projection);
    const change = { ...request(endpoint, projection), id };
    await run(service.replace({ ...change, body }));
    const patched = await run(service.patch({ ...change, body: patchOf('replace', 'displayName', 'Support') }));
    expect(shown).toEqual(wanted);
    // A group is answered without a body unless attributes are named: it may have many members.
    const isShown = endpoint === '/Users' || Object.keys(projection).length > 0;
    expect(patched.representation !== undefined).toBe(isShown);
  });
});

describe('a deletion', () => {
  it('is told of as such, and takes what is kept of a person with it, but not of a group', async () => {
    for (const [endpoint, kept] of [
      ['/Users', []],
      ['/Groups', ['Support']],
    ] as const) {
      const { service, request, create, records } = await openDirectory();
      const id = await create(endpoint, { userName: 'Support', displayName: 'Support' });
      await run(service.remove({ ...request(endpoint), id }));
      const [deletion, creation] = await records();
      expect(deletion).toMatchObject({ operation: 'delete', outcome: 'applied', changes: [], ignored: [] });
      expect(creation?.operation).toBe('create');
      expect(
        creation?.changes.filter(({ attribute }) => attribute === 'displayName').map(({ after }) => after),
      ).toEqual(kept);
    }
  });
});

it('a write that is refused has the name of the resource in its record, where the body has one', async () => {
  const { service, request, records } = await openDirectory();
  for (const body of [{ userName: 'ana', active: 'perhaps' }, { active: true }]) {
    await run(Effect.result(service.create({ ...request('/Users'), body })));
  }
  const [without, named] = await records();
  expect(named).toMatchObject({ operation: 'create', outcome: 'refused', resourceName: 'ana' });
  expect(without).not.toHaveProperty('resourceName');
});
