// What is kept for a day, and only so that a process which was stopped for long does no harm, goes when the day is over.
import { Effect } from 'effect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import { openMongoStorage } from '@looop-scim/storage-mongodb';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { onMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { cutDatabase, type Cut } from './support/cut-database.ts';
import { observe } from './support/examine.ts';
import { directory, remove, reviseAna, stepInner } from './support/scenarios.ts';
import { storageOn, useScenes } from './support/scene.ts';

/** As if a day had passed: what was there a millisecond ago is too old. */
const A_DAY_LATER = -1;

/** What a request leaves that was under way when its organisation was deleted. */
const lateRecord: ActivityRecord = {
  at: 0,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'late' },
  operation: 'create',
  resourceType: 'User',
  outcome: 'refused',
  changes: [],
  ignored: [],
};

/** Id of a write before all others. */
const LONG_AGO = '0'.repeat(30);
/** Each look moves the clock of the timers by the interval: altogether by less than what a sweep waits for. */
const WAITED = { timeout: 10_000, interval: 50 };

onMongo('sweeps', () => {
  const { database, url, prepare } = useScenes();

  const count = (collection: string, { id: o }: Organisation, more: Readonly<Record<string, unknown>> = {}) =>
    database()
      .collection(collection)
      .countDocuments({ o, ...more });

  it('removes ended memberships and deleted resources, and nothing that anybody sees', async () => {
    const organisation = await prepare(directory);
    const { storage, sweep } = storageOn(database());
    const ports = storage.forOrganisation(organisation.id);
    await run(stepInner(ports, [{ kind: 'remove', ids: ['ana'] }]));
    await run(remove(ports, 'User', 'ben'));
    const seen = await observe(storage, organisation);
    const before = [await count('resources', organisation), await count('memberships', organisation)];
    await sweep.purge();
    expect([await count('resources', organisation), await count('memberships', organisation)]).toEqual(before);

    await sweep.purge(A_DAY_LATER);
    expect(await observe(storage, organisation)).toEqual(seen);
    expect(await count('resources', organisation, { gone: { $exists: true } })).toBe(0);
    expect(await count('memberships', organisation, { gone: { $exists: true } })).toBe(0);
    expect([await count('resources', organisation), await count('memberships', organisation)]).toEqual([7, 2]);
    await run(storage.close());
  });

  /** An organisation in which a process has stopped after a commit, long ago. */
  const withLeftBehind = async (): Promise<Organisation> => {
    const organisation = await prepare(directory);
    const cut = { write: 1, side: 'after', what: 'process' } as const;
    const { storage } = storageOn(cutDatabase(database(), { cut }).database);
    const renamed = reviseAna(storage.forOrganisation(organisation.id), () => ({ userName: 'anna' }));
    await Effect.runPromiseExit(renamed);
    const { modifiedCount } = await database()
      .collection('resources')
      .updateOne({ o: organisation.id, 'intent.w': { $exists: true } }, { $set: { 'intent.w': LONG_AGO } });
    expect(modifiedCount).toBe(1);
    return organisation;
  };
  const finished = (organisation: Organisation) =>
    vi.waitFor(
      async () => expect(await count('resources', organisation, { 'intent.w': { $exists: true } })).toBe(0),
      WAITED,
    );

  it('finish what stopped processes left behind: at the start of each process, and every quarter of a minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const before = await withLeftBehind();
    const storage = await run(openMongoStorage({ url: url(), registry: contractRegistry }));
    await finished(before);
    const meanwhile = await withLeftBehind();
    await vi.advanceTimersByTimeAsync(15_000);
    await finished(meanwhile);
    await run(storage.close());
    expect(vi.getTimerCount()).toBe(0);
  });
  afterEach(() => vi.useRealTimers());

  /** Adds many members in a process that stops at a place. */
  const stoppedAt = async (organisation: Organisation, cut: Cut): Promise<void> => {
    const { storage } = storageOn(cutDatabase(database(), { cut }).database);
    const steps = [{ kind: 'add', ids: ['cleo', 'dora', 'emil', 'other'] }] as const;
    await Effect.runPromiseExit(stepInner(storage.forOrganisation(organisation.id), steps));
  };

  it('removes pieces that no commit names, and keeps those of a commit that is not finished', async () => {
    const { storage, sweep } = storageOn(database());
    const [lost, committed] = [await prepare(directory), await prepare(directory)];
    // Pieces, guard, commit: stopped before the guard is asked for, and after the commit.
    await stoppedAt(lost, { write: 2, side: 'before', what: 'process' });
    await stoppedAt(committed, { write: 3, side: 'after', what: 'process' });
    expect([await count('pieces', lost), await count('pieces', committed)]).toEqual([1, 1]);

    await sweep.purge(A_DAY_LATER);
    expect([await count('pieces', lost), await count('pieces', committed)]).toEqual([0, 1]);
    await sweep.finishLeftBehind(-1);
    expect(await count('pieces', committed)).toBe(0);
    const { groups } = await observe(storage, committed);
    expect(groups.find(({ id }) => id === 'inner')?.memberships?.length).toBe(6);
    await run(storage.close());
  });

  describe('an organisation that was deleted', () => {
    const everything = ['resources', 'memberships', 'pieces', 'activity', 'feed', 'tokens'];
    const left = async (organisation: Organisation): Promise<number> => {
      const counts = await Promise.all(everything.map((collection) => count(collection, organisation)));
      return counts.reduce((sum, one) => sum + one, 0);
    };
    const notes = ({ id }: Organisation) =>
      database().collection<{ _id: string }>('organisations').countDocuments({ _id: id });

    it('has nothing left after a sweep, though the process that deleted it has stopped', async () => {
      const organisation = await prepare(directory);
      const cut = { write: 1, side: 'after', what: 'process' } as const;
      const { storage } = storageOn(cutDatabase(database(), { cut }).database);
      await Effect.runPromiseExit(storage.organisations.remove(organisation, Date.now()));
      expect(await left(organisation)).toBeGreaterThan(5);
      const other = storageOn(database());
      await other.sweep.purge();
      expect([await left(organisation), await notes(organisation)]).toEqual([0, 1]);
      await run(other.storage.close());
    });

    it('has what another process writes late removed, too, and is forgotten after a day', async () => {
      const organisation = await prepare(directory);
      const [{ storage, sweep }, slow] = [storageOn(database()), storageOn(database())];
      await run(storage.organisations.remove(organisation, Date.now()));
      await sweep.purge();
      await run(slow.storage.forOrganisation(organisation.id).activity.append(lateRecord));
      expect([await left(organisation), await notes(organisation)]).toEqual([1, 1]);
      await sweep.purge(A_DAY_LATER);
      expect([await left(organisation), await notes(organisation)]).toEqual([0, 0]);
      for (const one of [storage, slow.storage]) await run(one.close());
    });
  });

  it('leaves a commit alone whose pieces are lost, and a write of that resource is refused instead of waiting for ever', async () => {
    const { storage, sweep } = storageOn(database());
    const organisation = await prepare(directory);
    await stoppedAt(organisation, { write: 3, side: 'after', what: 'process' });
    await database().collection('pieces').deleteMany({ o: organisation.id });
    await sweep.finishLeftBehind(-1);
    const ports = storage.forOrganisation(organisation.id);
    const refused = await Effect.runPromise(Effect.flip(stepInner(ports, [{ kind: 'remove', ids: ['ana'] }])));
    expect(refused).toMatchObject({ _tag: 'StorageUnavailable' });
    const { groups } = await observe(storage, organisation);
    expect(groups.find(({ id }) => id === 'inner')?.memberships?.length).toBe(2);
    await run(storage.close());
  });
});
