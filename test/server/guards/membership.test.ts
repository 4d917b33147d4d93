// Guards of what users of other servers suffer with groups.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effort } from '../../support/run/run-laws.ts';
import type { Json } from '@looop-scim/conformance';
import * as okta from '../../support/client/okta.ts';
import { useServer } from '../../support/server/use-server.ts';

const { client, newOrganisation } = useServer();
const CLIENTS = 24;

describe('guard 1: concurrent PATCHes of one group lose nobody', () => {
  it(`${CLIENTS} clients add different members at once: all are there`, { timeout: 60_000 }, async () => {
    const scim = client();
    const ids = await okta.createUsers(scim, CLIENTS * 4, 'guard1-');
    const group = await okta.createGroupId(scim, 'Guard 1');
    for (let round = 0; round < 4; round += 1) {
      const batch = ids.slice(round * CLIENTS, (round + 1) * CLIENTS);
      const answers = await Promise.all(batch.map((id) => scim.patch(`/Groups/${group}`, okta.addMembers(id))));
      expect(answers.map(({ status }) => status)).toEqual(batch.map(() => 204));
    }
    expect(await okta.memberIds(scim, group)).toEqual(ids.toSorted());
  });

  it('mixed adds and removes of different members end as the model says', { timeout: 120_000 }, async () => {
    const scim = client();
    const ids = await okta.createUsers(scim, CLIENTS, 'guard1-model-');
    const group = await okta.createGroupId(scim, 'Guard 1 model', ids.slice(0, CLIENTS / 2));
    const model = new Set(ids.slice(0, CLIENTS / 2));
    // One command a member, so that the outcome does not depend on who comes first.
    const commands = fc.array(fc.constantFrom('add', 'remove', 'both', 'none'), {
      minLength: CLIENTS,
      maxLength: CLIENTS,
    });
    const property = fc.asyncProperty(commands, async (drawn) => {
      const requests = ids.map((id, index): Json[] => {
        const command = drawn[index];
        if (command === 'add') return [okta.addMembers(id)];
        if (command === 'remove') return [okta.removeMember(id)];
        return command === 'both'
          ? [okta.removeMember(id), okta.addMembers(id)]
          : [{ op: 'replace', path: 'displayName', value: 'Guard 1 model' }];
      });
      const answers = await Promise.all(requests.map((operations) => scim.patch(`/Groups/${group}`, ...operations)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      drawn.forEach((command, index) => {
        if (command === 'add' || command === 'both') model.add(ids[index] ?? '');
        if (command === 'remove') model.delete(ids[index] ?? '');
      });
      expect(await okta.memberIds(scim, group)).toEqual([...model].toSorted());
    });
    await fc.assert(property, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 40) });
  });

  it('a user who is deleted while being added is a member of nothing afterwards', { timeout: 60_000 }, async () => {
    const scim = client();
    const group = await okta.createGroupId(scim, 'Guard 1 delete');
    for (let round = 0; round < 10; round += 1) {
      const ids = await okta.createUsers(scim, 8, `guard1-delete-${round}-`);
      const requests = ids.flatMap((id) => [
        scim.patch(`/Groups/${group}`, okta.addMembers(id)),
        scim.delete(`/Users/${id}`),
      ]);
      const answers = await Promise.all(requests);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      expect(await okta.memberIds(scim, group)).toEqual([]);
    }
  });
});

// That it costs the same is counted, not timed: in rows and pages on SQLite, in commands on MongoDB; each in a test of its own.
describe('guard 2: a change of one member is answered without the group', () => {
  it('a one-member PATCH of a group of 2,000 is answered 204 without a body', { timeout: 120_000 }, async () => {
    const scim = await newOrganisation('guard-2');
    const ids = await okta.createUsers(scim, 2001, 'guard2-');
    const [one = '', ...rest] = ids;
    const group = await okta.createGroupId(scim, 'Large', rest);
    const added = await scim.patch(`/Groups/${group}`, okta.addMembers(one));
    expect([added.status, added.text]).toEqual([204, '']);
    expect((await okta.memberIds(scim, group)).length).toBe(2001);
    const removed = await scim.patch(`/Groups/${group}`, okta.removeMember(one));
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await okta.memberIds(scim, group)).toSorted()).toEqual(rest.toSorted());
  });
});

describe('guard 3: a removal with values never removes more than these', () => {
  const shapes: readonly (readonly [string, (ids: readonly string[]) => Json])[] = [
    ['a list of objects', (ids) => ({ op: 'Remove', path: 'members', value: ids.map((value) => ({ value })) })],
    [
      'a list of objects with $ref null',
      (ids) => ({ op: 'Remove', path: 'members', value: ids.map((value) => ({ $ref: null, value })) }),
    ],
    ['a list of texts', (ids) => ({ op: 'remove', path: 'members', value: [...ids] })],
    ['an object without path', (ids) => ({ op: 'remove', value: { members: ids.map((value) => ({ value })) } })],
  ];
  it.each(shapes)('%s', async (title, operation) => {
    const scim = client();
    const ids = await okta.createUsers(scim, 4, `guard3-${shapes.findIndex(([one]) => one === title)}-`);
    const [first = '', second = ''] = ids;
    const group = await okta.createGroupId(scim, `Guard 3 ${title}`, ids);
    const answer = await scim.patch(`/Groups/${group}`, operation([first, second]));
    const left = await okta.memberIds(scim, group);
    // Either the server knows the shape, or it refuses it: it never guesses.
    expect(left).toEqual((answer.status < 300 ? ids.slice(2) : ids).toSorted());
  });

  it('an unreadable or empty value is no wipe', async () => {
    const scim = client();
    const ids = await okta.createUsers(scim, 3, 'guard3-wipe-');
    const group = await okta.createGroupId(scim, 'Guard 3 wipe', ids);
    for (const value of [
      [],
      [{}],
      [{ display: 'x' }],
      [null],
      {},
      '',
      5,
      [{ value: 'unknown' }],
      [{ value: null }],
    ] as const) {
      await scim.patch(`/Groups/${group}`, { op: 'remove', path: 'members', value: value as Json });
      expect(await okta.memberIds(scim, group), JSON.stringify(value)).toEqual(ids.toSorted());
    }
  });
});

describe('guard 4: what was accepted was done', () => {
  it(
    'after any accepted sequence of membership operations the group is what the model says',
    { timeout: 120_000 },
    async () => {
      const scim = client();
      const ids = await okta.createUsers(scim, 6, 'guard4-');
      const group = await okta.createGroupId(scim, 'Guard 4');
      let model: readonly string[] = [];
      const some = fc.subarray(ids);
      const objects = (chosen: readonly string[]) => chosen.map((value) => ({ value }));
      type Step = readonly [Json, (members: readonly string[]) => readonly string[]];
      const without = (members: readonly string[], gone: readonly string[]) =>
        members.filter((id) => !gone.includes(id));
      const joined = (members: readonly string[], more: readonly string[]) => [...new Set([...members, ...more])];
      const steps: fc.Arbitrary<Step> = fc.oneof(
        some.map((chosen): Step => [
          { op: 'add', path: 'members', value: objects(chosen) },
          (members) => joined(members, chosen),
        ]),
        some.map((chosen): Step => [
          { op: 'Add', value: { members: objects(chosen) } },
          (members) => joined(members, chosen),
        ]),
        some.map((chosen): Step => [{ op: 'replace', path: 'MEMBERS', value: objects(chosen) }, () => chosen]),
        some.map((chosen): Step => [
          { op: 'Replace', value: { members: objects([...chosen, ...chosen]) } },
          () => chosen,
        ]),
        fc.constantFrom(...ids).map((id): Step => [okta.removeMember(id), (members) => without(members, [id])]),
        some
          .filter((chosen) => chosen.length > 0)
          .map((chosen): Step => [
            { op: 'remove', path: `${okta.GROUP}:members[${chosen.map((id) => `value eq "${id}"`).join(' or ')}]` },
            (members) => without(members, chosen),
          ]),
        some
          .filter((chosen) => chosen.length > 0)
          .map((chosen): Step => [
            { op: 'remove', path: 'members', value: objects(chosen) },
            (members) => without(members, chosen),
          ]),
        fc.constant<Step>([{ op: 'remove', path: 'members' }, () => []]),
        fc.constant<Step>([{ op: 'replace', value: { displayName: 'Guard 4' } }, (members) => members]),
      );
      const property = fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 5 }), async (drawn) => {
        const before = await okta.read(scim, `/Groups/${group}`);
        const answer = await scim.patch(`/Groups/${group}`, ...drawn.map(([operation]) => operation));
        expect(answer.status, answer.text).toBe(204);
        const expected = drawn.reduce((members, [, apply]) => apply(members), model);
        expect(await okta.memberIds(scim, group)).toEqual(expected.toSorted());
        const changed = expected.toSorted().join() !== model.toSorted().join();
        const after = await okta.read(scim, `/Groups/${group}`);
        if (!changed) expect(after, 'no change, no new version').toEqual(before);
        model = expected;
      });
      await fc.assert(property, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 4) });
    },
  );
});

describe('guard 22: a push with unknown or repeated members', () => {
  it('applies the known ones, counts repeated ones once and leaves the version when nothing changes', async () => {
    const scim = client();
    const [ana = '', ion = ''] = await okta.createUsers(scim, 2, 'guard22-');
    const group = await okta.createGroupId(scim, 'Guard 22', [ana]);
    expect((await scim.patch(`/Groups/${group}`, okta.addMembers('gone', ion, ion, 'gone', ana))).status).toBe(204);
    const once = await okta.read(scim, `/Groups/${group}`);
    expect(await okta.memberIds(scim, group)).toEqual([ana, ion].toSorted());
    expect((await scim.patch(`/Groups/${group}`, okta.addMembers('gone', ion, ion, 'gone', ana))).status).toBe(204);
    expect((await scim.put(`/Groups/${group}`, okta.groupOf('Guard 22', [ion, ion, ana, 'gone']))).status).toBe(200);
    expect(await okta.read(scim, `/Groups/${group}`)).toEqual(once);
  });
});
