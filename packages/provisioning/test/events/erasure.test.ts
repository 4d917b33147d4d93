// What stays of events when a person is deleted, and of the deletion itself when it is old.
import { describe, expect, it } from 'vitest';
import { run } from '../../../../test/support/run/run-effect.ts';
import { openDirectory, type Directory } from './support.ts';

/** A person with values in every event, deleted. */
const deleted = async (directory: Directory, body: object) => {
  const { create, patch, remove } = directory;
  const id = await create('User', { userName: 'ana', title: 'Coach', ...body });
  await patch('User', id, { op: 'replace', value: { title: 'Lead' } });
  await remove('User', id);
  return id;
};

const cause = { kind: 'scim', requestId: 'r-1', token: 'abc' };

describe('a person who is deleted', () => {
  it('leaves of each earlier event that there was a change, of what kind, when and by whom', async () => {
    const directory = await openDirectory();
    const id = await deleted(directory, { externalId: '00u1' });
    const [created, updated] = await directory.events();
    for (const [event, type] of [
      [created, 'user.created'],
      [updated, 'user.updated'],
    ] as const) {
      expect(event).toStrictEqual({
        ...{ type, at: event?.at, subject: { type: 'user', id }, cause, data: { user: { id } }, erased: true },
      });
      expect(event?.at).toBeGreaterThan(0);
    }
  });

  it('is told of once more, as the person was; later of that stays id and externalId', async () => {
    for (const [body, kept] of [
      [{ externalId: '00u1' }, { externalId: '00u1' }],
      [{}, {}],
    ]) {
      const directory = await openDirectory();
      const id = await deleted(directory, body ?? {});
      const deletion = async () => (await directory.events()).at(-1);
      const before = await deletion();
      expect(before?.data).toMatchObject({ user: { id, userName: 'ana', profile: { title: 'Lead' } } });
      // A deletion changes nothing: there is nothing to compare with.
      expect('changes' in (before?.data ?? {})).toBe(false);
      await run(directory.storage.trimLogs({ lastProfilesBefore: before?.at ?? 0 }));
      expect(await deletion()).toEqual(before);
      await run(directory.storage.trimLogs({ lastProfilesBefore: (before?.at ?? 0) + 1 }));
      expect(await deletion()).toStrictEqual({
        ...{ type: 'user.deleted', at: before?.at, subject: { type: 'user', id }, cause },
        ...{ data: { user: { id, ...kept } }, erased: true },
      });
    }
  });

  it('leaves events of groups and of others as they are', async () => {
    const directory = await openDirectory();
    const { create, patch, remove, events } = directory;
    const [ana, ben] = [await create('User', { userName: 'ana' }), await create('User', { userName: 'ben' })];
    const team = await create('Group', { displayName: 'Team', members: [{ value: ana }, { value: ben }] });
    await patch('Group', team, { op: 'replace', value: { displayName: 'Coaches' } });
    const before = (await events()).filter(({ subject }) => subject.id !== ana);
    await remove('User', ana);
    const after = await events();
    expect(after.filter(({ subject }) => subject.id !== ana).slice(0, before.length)).toEqual(before);
    await remove('Group', team);
    const all = await events();
    expect(all.at(-1)).toEqual({
      ...{ type: 'group.deleted', at: all.at(-1)?.at, subject: { type: 'group', id: team }, cause },
      data: { group: { id: team, displayName: 'Coaches', version: expect.any(Number) } },
    });
    await run(directory.storage.trimLogs({ lastProfilesBefore: Date.now() + 1000 }));
    expect((await events()).at(-1)).toEqual(all.at(-1));
  });
});

it('what has no externalId has none in its events', async () => {
  const { create, patch, events } = await openDirectory();
  await create('User', { userName: 'ana' });
  const team = await create('Group', { displayName: 'Team', externalId: 'g1' });
  await patch('Group', team, { op: 'remove', path: 'externalId' });
  const [user, , group] = await events();
  expect('externalId' in (user && 'user' in user.data ? user.data.user : { externalId: '' })).toBe(false);
  expect(group?.data).toStrictEqual({
    group: { id: team, displayName: 'Team', version: 2 },
    changes: [{ field: 'externalId', before: 'g1' }],
  });
  await patch('Group', team, { op: 'add', path: 'externalId', value: 'g2' });
  expect((await events()).at(-1)?.data).toStrictEqual({
    group: { id: team, displayName: 'Team', externalId: 'g2', version: 3 },
    changes: [{ field: 'externalId', after: 'g2' }],
  });
});
