// A process that is stopped for long and goes on does no harm: another one has finished what it began, and has changed the same
// members since. Each statement is the one before which it is stopped once.
import { isDeepStrictEqual } from 'node:util';
import { Effect, Exit } from 'effect';
import { describe, expect, it } from 'vitest';
import type { MembershipStep } from '@looop-scim/scim/write';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage } from '@looop-scim/provisioning/ports';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { cutDatabase } from './support/cut-database.ts';
import { faultsIn } from './support/examine.ts';
import { directory, putInnerIntoOther, remove, reviseAna, stepInner } from './support/scenarios.ts';
import { storageOn, useScenes } from './support/scene.ts';

/** What the stopped process does to the group of ana and ben, and what another one does meanwhile. */
interface Conflict {
  readonly name: string;
  readonly stopped: readonly MembershipStep[];
  readonly other: readonly MembershipStep[];
}

const conflicts: readonly Conflict[] = [
  {
    name: 'adds a member that another removes',
    stopped: [{ kind: 'add', ids: ['cleo'] }],
    other: [{ kind: 'remove', ids: ['cleo'] }],
  },
  {
    name: 'removes a member that another adds',
    stopped: [{ kind: 'remove', ids: ['ana'] }],
    other: [{ kind: 'add', ids: ['ana'] }],
  },
  {
    name: 'replaces the members that another replaces',
    stopped: [{ kind: 'replace', ids: ['cleo', 'dora'] }],
    other: [{ kind: 'replace', ids: ['ana', 'emil'] }],
  },
  {
    name: 'adds many members that another removes',
    stopped: [{ kind: 'add', ids: ['cleo', 'dora', 'emil', 'other'] }],
    other: [{ kind: 'replace', ids: [] }],
  },
];

onMongo('stopped processes', () => {
  const { database, prepare, seenByAnother } = useScenes();

  const writesOf = async (organisation: Organisation, steps: readonly MembershipStep[]): Promise<number> => {
    const counted = cutDatabase(database());
    const { storage } = storageOn(counted.database);
    await run(stepInner(storage.forOrganisation(organisation.id), steps));
    await run(storage.close());
    return counted.writes();
  };

  /** Begins a call that stops before one of its writes; answers when it has stopped there. */
  const stopBefore = async (
    organisation: Organisation,
    call: (ports: OrganisationStorage) => Effect.Effect<unknown, unknown>,
    write: number,
  ) => {
    const [resume, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const stall = { write, resume: resume.promise, reached: reached.resolve };
    const { storage } = storageOn(cutDatabase(database(), { stall }).database);
    const exit = Effect.runPromiseExit(call(storage.forOrganisation(organisation.id)));
    await reached.promise;
    return {
      goOn: async () => {
        resume.resolve();
        const ended = await exit;
        await run(storage.close());
        return ended;
      },
    };
  };

  describe.each(conflicts)('a process $name', ({ stopped, other }) => {
    it('changes nothing any more once its write was finished, and else writes after the other', async () => {
      const writes = await writesOf(await prepare(directory), stopped);
      for (let write = 1; write <= writes; write += 1) {
        const place = `stopped before write ${write} of ${writes}`;
        const organisation = await prepare(directory);
        const before = await seenByAnother(organisation);
        const { goOn } = await stopBefore(organisation, (ports) => stepInner(ports, stopped), write);
        const committed = !isDeepStrictEqual(await seenByAnother(organisation), before);
        const { storage } = storageOn(database());
        await run(stepInner(storage.forOrganisation(organisation.id), other));
        await run(storage.close());
        const meanwhile = await seenByAnother(organisation);

        const exit = await goOn();
        const after = await seenByAnother(organisation);
        expect(Exit.isSuccess(exit), place).toBe(true);
        if (committed) expect(after, place).toEqual(meanwhile);
        else expect(after.groups.find(({ id }) => id === 'inner')?.version, place).toBeGreaterThan(1);
        expect(await faultsIn(database(), organisation), place).toEqual([]);
      }
    });
  });

  it('decides anew when another has written the resource since it was read', async () => {
    const organisation = await prepare(directory);
    const titled = (ports: OrganisationStorage) => reviseAna(ports, (document) => ({ ...document, title: 'Dr.' }));
    const { goOn } = await stopBefore(organisation, titled, 1);
    const { storage } = storageOn(database());
    await run(reviseAna(storage.forOrganisation(organisation.id), (document) => ({ ...document, nickName: 'Annie' })));
    await run(storage.close());

    expect(Exit.isSuccess(await goOn())).toBe(true);
    const ana = (await seenByAnother(organisation)).users.find(({ id }) => id === 'ana');
    expect(ana).toMatchObject({ version: 3, document: { userName: 'ana', title: 'Dr.', nickName: 'Annie' } });
  });

  it('cannot commit any more what it looked for cycles for, once another has overtaken it', async () => {
    const organisation = await prepare(directory);
    const steps: readonly MembershipStep[] = [{ kind: 'add', ids: ['other'] }];
    // It holds the guard of nested groups, and is about to commit.
    const { goOn } = await stopBefore(organisation, (ports) => stepInner(ports, steps), 2);
    await seenByAnother(organisation);
    const { storage } = storageOn(database());
    await run(putInnerIntoOther(storage.forOrganisation(organisation.id)));
    await run(storage.close());

    const exit = await goOn();
    expect(Exit.isFailure(exit) && String(exit.cause)).toContain('MembershipCycle');
    const { groups } = await seenByAnother(organisation);
    const nested = groups.map(({ id, memberships = [] }) => [id, memberships.map((member) => member.id)] as const);
    expect(new Map(nested).get('inner')).toEqual(['ana', 'ben']);
    expect(new Map(nested).get('other')).toEqual(['inner']);
    expect(await faultsIn(database(), organisation)).toEqual([]);
  });

  /** Renames ana and stops when that is acknowledged, but neither its record nor its event is stored. */
  const stopUnrecorded = (organisation: Organisation) =>
    stopBefore(organisation, (ports) => reviseAna(ports, () => ({ userName: 'anna' })), 2);

  it.each(['activity', 'events'] as const)('has its write in the %s that another process shows', async (log) => {
    const organisation = await prepare(directory);
    const { storage } = storageOn(database());
    const { activity, events } = storage.forOrganisation(organisation.id);
    const logged = async () =>
      (log === 'activity' ? await run(activity.page({ limit: 100 })) : await run(events.after(0, 100))).length;
    const before = await logged();
    const { goOn } = await stopUnrecorded(organisation);
    expect(await logged()).toBe(before + 1);
    expect(Exit.isSuccess(await goOn())).toBe(true);
    expect(await logged()).toBe(before + 1);
    await run(storage.close());
  });

  it('has its events before those of what another process has done since', async () => {
    const organisation = await prepare(directory);
    const { goOn } = await stopUnrecorded(organisation);
    const { storage } = storageOn(database());
    const ports = storage.forOrganisation(organisation.id);
    await run(stepInner(ports, [{ kind: 'add', ids: ['cleo'] }]));
    await run(storage.close());
    await goOn();
    const { events } = await seenByAnother(organisation);
    expect(events.slice(-2).map(({ event }) => event.subject.id)).toEqual(['ana', 'inner']);
  });

  it('leaves the commit to others that it would clear, when one of them has noted a deleted member there meanwhile', async () => {
    const steps: readonly MembershipStep[] = [
      { kind: 'add', ids: ['cleo', 'dora', 'emil'] },
      { kind: 'remove', ids: ['ana'] },
    ];
    const writes = await writesOf(await prepare(directory), steps);
    const organisation = await prepare(directory);
    // All that is left to it is to clear the intent and to remove its pieces.
    const { goOn } = await stopBefore(organisation, (ports) => stepInner(ports, steps), writes - 1);
    // Deletes the member: its commit, three statements for the rows of the group, the note; and stops there.
    const cut = { write: 5, side: 'after', what: 'process' } as const;
    const { storage } = storageOn(cutDatabase(database(), { cut }).database);
    await Effect.runPromiseExit(remove(storage.forOrganisation(organisation.id), 'User', 'cleo'));
    const noted = { o: organisation.id, id: 'inner', 'intent.lost': ['cleo'] };
    expect(await database().collection('resources').countDocuments(noted)).toBe(1);

    expect(Exit.isSuccess(await goOn())).toBe(true);
    const inner = (await seenByAnother(organisation)).groups.find(({ id }) => id === 'inner');
    expect(inner?.memberships?.map(({ id }) => id)).toEqual(['ben', 'dora', 'emil']);
    // One for the change, one for the member that was lost.
    expect(inner?.version).toBe(3);
    expect(await faultsIn(database(), organisation)).toEqual([]);
  });

  it('leaves no membership of a member that is deleted while the process which adds it is stopped', async () => {
    const steps: readonly MembershipStep[] = [{ kind: 'add', ids: ['cleo', 'dora'] }];
    const writes = await writesOf(await prepare(directory), steps);
    for (let write = 1; write <= writes; write += 1) {
      const place = `stopped before write ${write} of ${writes}`;
      const organisation = await prepare(directory);
      const { goOn } = await stopBefore(organisation, (ports) => stepInner(ports, steps), write);
      const { storage } = storageOn(database());
      await run(remove(storage.forOrganisation(organisation.id), 'User', 'cleo'));
      await run(storage.close());

      expect(Exit.isSuccess(await goOn()), place).toBe(true);
      // Nobody else has met the group: it is the stopped process that notices.
      expect(await faultsIn(database(), organisation), place).toEqual([]);
      const inner = (await seenByAnother(organisation)).groups.find(({ id }) => id === 'inner');
      expect(
        inner?.memberships?.map(({ id }) => id),
        place,
      ).toEqual(['ana', 'ben', 'dora']);
    }
  });
});
