// What a change tells the platform: one event of a person, with the whole profile; of a group itself and its members.
import { describe, expect, it } from 'vitest';
import { eventId, renderEvent, sequenceOfEventId } from '@looop-scim/provisioning/events';
import { run } from '../../../../test/support/run/run-effect.ts';
import { titleFrom } from '../mapping/support.ts';
import { ACME, openDirectory } from './support.ts';

describe('events of people', () => {
  it('have the most telling type, the whole profile and what differs', async () => {
    const { create, patch, remove, events } = await openDirectory();
    const id = await create('User', { userName: 'ana', externalId: '00u1', title: 'Coach' });
    await patch('User', id, { op: 'replace', value: { active: false, title: 'Lead' } });
    await patch('User', id, { op: 'replace', value: { active: false } });
    await patch('User', id, { op: 'replace', value: { active: true } });
    await patch('User', id, { op: 'replace', value: { nickName: 'Annie' } });
    const all = await events();
    expect(all.map(({ type }) => type)).toEqual([
      ...['user.created', 'user.deactivated', 'user.reactivated', 'user.updated'],
    ]);
    expect(all[0]).toMatchObject({
      subject: { type: 'user', id },
      cause: { kind: 'scim', requestId: 'r-1', token: 'abc' },
      data: {
        user: { id, externalId: '00u1', userName: 'ana', active: true, version: 1, mappingVersion: 0 },
        changes: expect.arrayContaining([{ field: 'title', after: 'Coach' }]),
      },
    });
    expect(all[1]?.data).toMatchObject({
      user: { active: false, version: 2, profile: { username: 'ana', title: 'Lead', active: false } },
      changes: expect.arrayContaining([
        { field: 'active', before: true, after: false },
        { field: 'title', before: 'Coach', after: 'Lead' },
      ]),
    });
    // An attribute that no field is mapped to: the version alone differs.
    expect(all[3]?.data).toMatchObject({ user: { version: 4 }, changes: [] });
    await remove('User', id);
    const [last, ...earlier] = (await events()).toReversed();
    expect(last).toMatchObject({ type: 'user.deleted', data: { user: { id, version: 4, userName: 'ana' } } });
    for (const event of earlier) expect(event).toMatchObject({ erased: true, data: { user: { id } } });
  });

  it('say when the platform or an import was the cause', async () => {
    const { importing, events, mappings, platform, create } = await openDirectory();
    await run(mappings.save(titleFrom({ from: [{ attribute: 'title' }], writeBack: true }), { author: 'test' }));
    const id = await create('User', { userName: 'ana' });
    await run(
      platform.changeProfile({
        id,
        changes: { title: 'Coach' },
        caller: { tokenFingerprint: 'key', requestId: 'r-2' },
      }),
    );
    const settings = { of: 'users', match: 'userName', dryRun: false, clearBlank: false, requestId: 'r-3' } as const;
    const importRun = await run(importing.begin(settings));
    await run(importRun.take([{ line: 2, cells: new Map([['userName', 'ben']]) }]));
    expect((await events()).map(({ cause }) => cause)).toMatchObject([
      { kind: 'scim', requestId: 'r-1' },
      { kind: 'platform', requestId: 'r-2', token: 'key' },
      { kind: 'import', requestId: 'r-3' },
    ]);
  });
});

describe('events of groups', () => {
  it('tell of the group and of its members, a hundred an event, without the names of people', async () => {
    const { create, patch, remove, events, ports } = await openDirectory();
    const people: string[] = [];
    for (let index = 0; index < 130; index += 1) people.push(await create('User', { userName: `person-${index}` }));
    const inner = await create('Group', { displayName: 'Inner' });
    const from = await run(ports.events.last());
    const members = [...people, inner].map((value) => ({ value }));
    const id = await create('Group', { displayName: 'Team', externalId: 'g1', members });
    await patch('Group', id, { op: 'replace', value: { displayName: 'Coaches' } });
    await patch('Group', id, { op: 'remove', path: `members[value eq "${people[0]}"]` });
    await patch('Group', id, { op: 'add', path: 'members', value: [{ value: people[0] }] });
    await patch('Group', id, { op: 'add', path: 'members', value: [{ value: people[0] }] });
    await remove('Group', id);
    const all = await events(from);
    expect(all.map(({ type }) => type)).toEqual([
      ...['group.created', 'group.members_added', 'group.members_added', 'group.updated'],
      ...['group.members_removed', 'group.members_added', 'group.deleted'],
    ]);
    const listed = all.map(({ data }) => ('members' in data ? (data.members ?? []) : []));
    expect([...(listed[1] ?? []), ...(listed[2] ?? [])]).toHaveLength(131);
    expect(listed[1]).toHaveLength(100);
    expect([...(listed[1] ?? []), ...(listed[2] ?? [])]).toContainEqual({ type: 'group', id: inner });
    expect(listed[4]).toEqual([{ type: 'user', id: people[0] }]);
    expect(all[0]?.data).toEqual({
      group: { id, displayName: 'Team', externalId: 'g1', version: 1 },
      changes: [
        { field: 'displayName', after: 'Team' },
        { field: 'externalId', after: 'g1' },
      ],
    });
    expect(all[3]?.data).toMatchObject({ changes: [{ field: 'displayName', before: 'Team', after: 'Coaches' }] });
    expect(JSON.stringify(all)).not.toContain('person-');
  });
});

describe('a rendered event', () => {
  it('has an id that says its place and stays when the person is erased', async () => {
    const { create, patch, remove, ports } = await openDirectory();
    const id = await create('User', { userName: 'ana' });
    await patch('User', id, { op: 'replace', value: { title: 'Dr.' } });
    const read = () => run(ports.events.after(0, 10));
    const before = await read();
    await remove('User', id);
    const after = await read();
    const ids = after.map(eventId);
    expect(ids.slice(0, 2)).toEqual(before.map(eventId));
    expect(ids.map(sequenceOfEventId)).toEqual([1, 2, 3]);
    expect(new Set(ids).size).toBe(3);
    const [first] = after;
    expect(first && JSON.parse(renderEvent(ACME, first))).toEqual({
      id: ids[0],
      type: 'user.created',
      timestamp: new Date(first?.event.at ?? 0).toISOString(),
      organisationId: ACME,
      sequence: 1,
      format: 2,
      cause: { kind: 'scim', requestId: 'r-1', token: 'abc' },
      data: { user: { id } },
      erased: true,
    });
  });

  it.each(['', 'evt_', 'evt_1', 'evt_0_a', 'evt_-1_a', 'evt_1.5_a', 'evt_01_a', 'x_1_a', 'evt_1e3_a'])(
    'is not named by %j',
    (text) => {
      expect(sequenceOfEventId(text)).toBeUndefined();
    },
  );
});
