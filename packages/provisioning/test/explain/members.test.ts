// What is said of the members of a group: who comes and goes, who is unknown, and circles.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../test/support/run/run-effect.ts';
import { openExplained, type Explained } from './support.ts';

const NOBODY = '0199f0a1-0000-7000-8000-00000000dead';

const members = (op: string, ...ids: readonly string[]) => ({
  Operations: [{ op, path: 'members', value: ids.map((value) => ({ value })) }],
});

/** Groups of which each is a member of the one before. */
const chain = async ({ create }: Explained, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const [inner] = ids;
    const within = inner === undefined ? {} : { members: [{ value: inner }] };
    ids.unshift(await create('Group', { displayName: `Group ${index}`, ...within }));
  }
  return ids;
};

describe('members of a group', () => {
  it('that come, go or are unknown are told, with the version and no document of a member', async () => {
    const { create, explained } = await openExplained();
    const [ana, ben, cleo] = [
      await create('User', { userName: 'ana' }),
      await create('User', { userName: 'ben' }),
      await create('User', { userName: 'cleo' }),
    ];
    const team = await create('Group', { displayName: 'Team', members: [{ value: ana }, { value: ben }] });
    const body = { displayName: 'Team', members: [{ value: ben }, { value: cleo }, { value: NOBODY }] };
    const { dryRun } = await explained('PUT', `/Groups/${team}`, body);
    expect(dryRun).toEqual({
      ...{ outcome: 'applied', status: 200, changes: [], hasUntoldMembers: false, version: 2 },
      ...{ ignored: [], document: { displayName: 'Team' } },
      membersAdded: { count: 1, ids: [cleo] },
      membersRemoved: { count: 1, ids: [ana] },
      membersUnknown: { count: 1, ids: [NOBODY] },
    });
    const creation = await explained('POST', '/Groups', { displayName: 'Other', members: [{ value: ana }] });
    expect(creation.dryRun).toMatchObject({ status: 201, version: 1, membersAdded: { count: 1, ids: [ana] } });
    const patched = await explained('PATCH', `/Groups/${team}`, members('add', cleo));
    expect(patched.dryRun).toMatchObject({ outcome: 'applied', status: 204, membersAdded: { count: 1, ids: [cleo] } });
    const same = await explained('PATCH', `/Groups/${team}`, members('add', ana));
    expect(same.dryRun).toMatchObject({ outcome: 'unchanged', status: 204, version: 1 });
    expect('membersAdded' in (same.dryRun ?? {})).toBe(false);
  });

  it('are read to the last one', async () => {
    const { create, explaining, deps } = await openExplained();
    const team = await create('Group', { displayName: 'Team' });
    /** A group with so many members, handed out by the hundred at most. */
    const withMembers = (count: number): typeof deps.resources => ({
      ...deps.resources,
      walkMembers: ({ after = '0', limit }) => {
        const [from, size] = [Number(after), Math.min(limit, 500)];
        const ids = Array.from({ length: Math.min(size, count - from) }, (_, index) => String(from + index + 1));
        const more = from + size < count;
        return Effect.succeed({
          members: ids.map((id) => ({ id: `member-${id}`, resourceType: 'User' })),
          ...(more && { next: String(from + size) }),
        });
      },
    });
    for (const [count, removed, untold] of [
      [1, 1, false],
      [500, 500, false],
      [501, 501, false],
      [10_000, 10_000, false],
      [10_001, undefined, true],
    ] as const) {
      const asked = explaining({ resources: withMembers(count) });
      const path = `/Groups/${team}`;
      const body = { displayName: 'Team', members: [] };
      const { dryRun } = await run(asked.pasted({ method: 'PUT', path, body }));
      expect([dryRun?.membersRemoved?.count, dryRun?.hasUntoldMembers]).toEqual([removed, untold]);
    }
  });
});

describe('circles', () => {
  it('are refused, however long, and the group itself as its member', async () => {
    const directory = await openExplained();
    const [outer = '', middle = '', inner = ''] = await chain(directory, 3);
    for (const [group, member, outcome] of [
      [inner, outer, 'refused'],
      [inner, middle, 'refused'],
      [middle, outer, 'refused'],
      [outer, outer, 'refused'],
      [outer, middle, 'unchanged'],
      [outer, inner, 'applied'],
    ] as const) {
      const { dryRun } = await directory.explained('PATCH', `/Groups/${group}`, members('add', member));
      expect([dryRun?.outcome, dryRun?.failure?.scimType]).toEqual([
        outcome,
        outcome === 'refused' ? 'invalidValue' : undefined,
      ]);
      if (outcome === 'refused') expect(dryRun?.failure?.detail).toContain(member);
    }
  });

  it('are looked for in what is added alone, and not through people', async () => {
    const directory = await openExplained();
    const { create, explained, deps } = directory;
    const ana = await create('User', { userName: 'ana' });
    const [outer = '', inner = ''] = await chain(directory, 2);
    const other = await create('Group', { displayName: 'Other', members: [{ value: inner }, { value: ana }] });
    // Two ways to the same group are no circle.
    const { dryRun } = await explained('PATCH', `/Groups/${outer}`, members('add', other, ana));
    expect(dryRun).toMatchObject({ outcome: 'applied', membersAdded: { count: 2 } });
    const asked: string[] = [];
    const { walkMembers } = deps.resources;
    const resources: typeof deps.resources = {
      ...deps.resources,
      walkMembers: (query) => {
        asked.push(query.groupId);
        return walkMembers(query);
      },
    };
    const path = `/Groups/${outer}`;
    await run(directory.explaining({ resources }).pasted({ method: 'PATCH', path, body: members('add', other, ana) }));
    expect(asked.toSorted()).toEqual([outer, other, inner].toSorted());
  });

  it('are looked for in a thousand groups at most, and not for ever where others are in a circle', async () => {
    const { create, explaining, deps } = await openExplained();
    const [team, other] = [await create('Group', { displayName: 'Team' }), await create('Group', { displayName: 'Other' })];
    const asked: string[] = [];
    const from = (inner: (groupId: string) => string): typeof deps.resources => ({
      ...deps.resources,
      walkMembers: ({ groupId }) => {
        asked.push(groupId);
        const id = inner(groupId);
        return Effect.succeed({ members: groupId === team ? [] : [{ id, resourceType: 'Group' }] });
      },
    });
    const request = { method: 'PATCH', path: `/Groups/${team}`, body: members('add', other) } as const;
    const endless = explaining({ resources: from((groupId) => `${groupId.slice(0, 36)}${asked.length}`) });
    expect((await run(endless.pasted(request))).dryRun?.outcome).toBe('applied');
    expect(asked.length).toBe(1001);
    asked.length = 0;
    const circle = explaining({ resources: from((groupId) => (groupId === other ? 'inner' : other)) });
    expect((await run(circle.pasted(request))).dryRun?.outcome).toBe('applied');
    expect(asked).toEqual([team, other, 'inner']);
  });
});
