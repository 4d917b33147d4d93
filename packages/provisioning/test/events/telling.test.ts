// Of what the platform is told, by which set, and what telling anew costs.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { makeRetelling, type RetellDependencies } from '@looop-scim/provisioning/events';
import { attribute, makeSchemaRegistry, standardRegistry } from '@looop-scim/scim/schema';
import { run } from '../../../../test/support/run/run-effect.ts';
import { titleFrom } from '../mapping/support.ts';
import { openDirectory, type Directory } from './support.ts';

const PLAIN = titleFrom({ from: [{ attribute: 'title' }] });
const UPPER = titleFrom({ from: [{ attribute: 'title' }], steps: ['upper'] });
/** The same profile as of `PLAIN`, but who has no title lacks something. */
const REQUIRED = titleFrom({ from: [{ attribute: 'title' }], required: true });

const save = ({ mappings }: Directory, set: unknown) => run(mappings.save(set, { author: 'test' }));

/** Retells with some other ports, and how many people were told of. */
const retell = ({ deps }: Directory, resources: Partial<RetellDependencies['resources']> = {}) =>
  run(makeRetelling({ ...deps, resources: { ...deps.resources, ...resources } }));

describe('a creation', () => {
  it('differs from nothing in everything, and asks for no set by which somebody was told of before', async () => {
    const directory = await openDirectory();
    const { revisions } = directory.ports;
    const asked: number[] = [];
    const service = makeScimService({
      ...directory.deps,
      revisions: {
        ...revisions,
        read: (kind, version) => {
          asked.push(version);
          return revisions.read(kind, version);
        },
      },
    });
    const type = service.resourceTypeAt('/Users');
    if (type === undefined) throw new TypeError('no users');
    const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
    await run(service.create({ type, caller, projection: {}, body: { userName: 'ana' } }));
    const [created] = await directory.events();
    expect(created?.data).toMatchObject({
      changes: expect.arrayContaining([
        { field: 'username', after: 'ana' },
        { field: 'active', after: true },
      ]),
    });
    expect(asked).toEqual([]);
  });
});

it('of what is neither a person nor a group the platform is told nothing', async () => {
  const schema = {
    ...{ id: 'urn:example:params:scim:schemas:core:2.0:Gadget', name: 'Gadget', description: 'A thing.' },
    attributes: [attribute({ name: 'displayName' })],
  };
  const type = { name: 'Gadget', description: 'A thing.', endpoint: '/Gadgets', schema: schema.id, schemaExtensions: [] };
  const [gadget] = makeSchemaRegistry([schema], [type]).resourceTypes;
  if (gadget === undefined) throw new TypeError('no gadgets');
  const directory = await openDirectory({
    schemas: [...standardRegistry.schemas, schema],
    resourceTypes: [...standardRegistry.resourceTypes, gadget],
    resourceType: (name) => (name === 'Gadget' ? gadget : standardRegistry.resourceType(name)),
  });
  const service = makeScimService(directory.deps);
  const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
  const given = { type: gadget, caller, projection: {} };
  const { id } = await run(service.create({ ...given, body: { displayName: 'Lamp' } }));
  await run(service.replace({ ...given, id, body: { displayName: 'Lantern' } }));
  await run(service.remove({ ...given, id }));
  expect(await directory.events()).toEqual([]);
  await directory.create('Group', { displayName: 'Team' });
  expect((await directory.events()).map(({ type: told }) => told)).toEqual(['group.created']);
});

it('a group that stays as it is has no event', async () => {
  const { create, patch, replace, events } = await openDirectory();
  const ana = await create('User', { userName: 'ana' });
  const team = await create('Group', { displayName: 'Team', members: [{ value: ana }] });
  const before = await events();
  await replace('Group', team, { displayName: 'Team', members: [{ value: ana }] });
  await patch('Group', team, { op: 'replace', value: { displayName: 'Team' } });
  expect(await events()).toEqual(before);
});

describe('telling of people by a newer mapping set', () => {
  it('has an event also where the profile is the same, but something else is wrong with it', async () => {
    const directory = await openDirectory();
    await save(directory, PLAIN);
    const [, without] = [
      await directory.create('User', { userName: 'ana', title: 'Coach' }),
      await directory.create('User', { userName: 'ben' }),
    ];
    await save(directory, REQUIRED);
    const from = (await directory.events()).length;
    expect(await retell(directory)).toBe(2);
    const told = await directory.events(from);
    expect(told).toMatchObject([
      {
        ...{ type: 'user.updated', subject: { type: 'user', id: without }, cause: { kind: 'mapping' } },
        data: { user: { issues: [{ field: 'title', issue: 'missing' }] }, changes: [] },
      },
    ]);
    // The other way round: nothing is missing any more.
    await save(directory, PLAIN);
    await retell(directory);
    expect(await directory.events(from + 1)).toMatchObject([{ subject: { id: without }, data: { user: { issues: [] } } }]);
  });

  it('has an event also where as much is wrong with the profile, but of another field', async () => {
    const directory = await openDirectory();
    const requiring = (required: string) => ({
      mappings: ['title', 'area'].map((field) => ({
        ...{ field, from: [{ attribute: 'title' }], required: field === required },
      })),
    });
    await save(directory, requiring('title'));
    await directory.create('User', { userName: 'ana' });
    await save(directory, requiring('area'));
    await retell(directory);
    expect((await directory.events()).at(-1)).toMatchObject({
      ...{ cause: { kind: 'mapping' }, data: { user: { issues: [{ field: 'area', issue: 'missing' }] }, changes: [] } },
    });
  });

  it('has an event with the whole profile where the set by which a person was told of is not kept any more', async () => {
    const directory = await openDirectory();
    await save(directory, PLAIN);
    const id = await directory.create('User', { userName: 'ana', title: 'Coach' });
    const without = await directory.create('User', { userName: 'ben' });
    await save(directory, PLAIN);
    const { revisions } = directory.ports;
    const forgetting = { ...revisions, read: () => Effect.succeed(undefined) };
    expect(await run(makeRetelling({ ...directory.deps, revisions: forgetting }))).toBe(2);
    const told = (await directory.events()).slice(-2);
    expect(told.find(({ subject }) => subject.id === without)?.data).toMatchObject({ changes: [] });
    expect(told.find(({ subject }) => subject.id === id)).toMatchObject({
      ...{ type: 'user.updated', subject: { type: 'user', id } },
      data: { user: { mappingVersion: 2 }, changes: [{ field: 'title', after: 'Coach' }] },
    });
  });

  it('looks for nobody where no set was saved', async () => {
    const directory = await openDirectory();
    await directory.create('User', { userName: 'ana' });
    expect(await retell(directory, { behindMapping: () => Effect.die('somebody was looked for') })).toBe(0);
  });

  it('counts those of whom it told: nobody who was deleted, or told of, in the meantime', async () => {
    const directory = await openDirectory();
    await save(directory, PLAIN);
    const ids = await Promise.all(['ana', 'ben', 'cleo'].map((userName) => directory.create('User', { userName, title: 'Coach' })));
    await save(directory, UPPER);
    const { behindMapping } = directory.deps.resources;
    let rounds = 0;
    const told = await retell(directory, {
      behindMapping: (version, limit) =>
        Effect.tap(behindMapping(version, limit), () =>
          Effect.promise(async () => {
            rounds += 1;
            if (rounds > 1) return;
            // Ben is deleted, and another process is faster with the others.
            await directory.remove('User', ids[1] ?? '');
            expect(await retell(directory)).toBe(2);
          }),
        ),
    });
    expect([told, rounds]).toEqual([0, 2]);
    const events = await directory.events();
    expect(events.filter(({ cause }) => cause.kind === 'mapping').length).toBe(2);
  });

  it('writes 16 people at once, so that a storage may share its flushes', async () => {
    const directory = await openDirectory();
    await save(directory, PLAIN);
    for (let index = 0; index < 40; index += 1) await directory.create('User', { userName: `user-${index}` });
    await save(directory, UPPER);
    const { change } = directory.deps.resources;
    let [running, most] = [0, 0];
    const told = await retell(directory, {
      change: (target, decide) =>
        Effect.acquireUseRelease(
          Effect.sync(() => (most = Math.max(most, (running += 1)))),
          () => Effect.andThen(Effect.yieldNow, change(target, decide)),
          () => Effect.sync(() => (running -= 1)),
        ),
    });
    expect([told, most]).toEqual([40, 16]);
  });
});
