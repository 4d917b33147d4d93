// Work that no request does: finishing the writes that stopped processes left unfinished, and removing what is kept for a day only
// so that a process which was stopped for long cannot undo what came after it.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections, ResourceDocument } from './collections.ts';
import type { Finisher } from './commit/finisher.ts';
import type { Unfinished } from './commit/pending-effects.ts';
import type { Erase } from './logs/erase.ts';
import type { NestingGuard } from './commit/nesting-guard.ts';
import { removePieces } from './pieces.ts';
import type { Removals } from './removals.ts';
import { writeIdAt } from './write-ids.ts';

/** A process that is alive finishes its own writes; only older ones are swept. */
const LEFT_BEHIND_MS = 10_000;
/** No process goes on with a write after this time. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const SWEEP_EVERY_MS = 15_000;
const PURGE_EVERY_MS = 60 * 60 * 1000;
/** Documents of deleted organisations that one step removes. */
const REMOVED_AT_ONCE = 500;

/** Sweeps of one process. */
export interface Sweep {
  /** Finishes writes, and overtakes holders of guards, that are older than `age`, in milliseconds. */
  readonly finishLeftBehind: (age?: number) => Promise<void>;
  /**
   * Removes what was kept for longer than `age`, in milliseconds: rows of ended memberships, deleted resources, pieces that nothing
   * refers to; and what deleted organisations have left.
   */
  readonly purge: (age?: number) => Promise<void>;
  /** Sweeps now and on a timer that does not keep the process alive; answers the way to stop. */
  readonly start: () => () => void;
}

const isReferredTo = async ({ resources }: Collections, organisation: OrganisationId, w: string): Promise<boolean> =>
  (await resources.findOne<Pick<ResourceDocument, '_id'>>(
    { o: organisation, 'intent.w': w },
    { projection: { _id: 1 } },
  )) !== null;

/** What sweeping works with. */
export interface SweepAccess {
  readonly finisher: Finisher;
  readonly guard: NestingGuard;
  readonly erase: Erase;
  readonly removals: Removals;
}

/** Makes the sweeps. */
export const makeSweep = (collections: Collections, { finisher, guard, erase, removals }: SweepAccess): Sweep => {
  const { memberships, pieces, resources } = collections;

  const finishLeftBehind: Sweep['finishLeftBehind'] = async (age = LEFT_BEHIND_MS) => {
    const before = writeIdAt(Date.now() - age);
    const left = resources
      .find({ 'intent.w': { $exists: true, $lt: before } })
      .hint('intents')
      .project<Unfinished>({ o: 1, id: 1, intent: 1 });
    for await (const unfinished of left) await finisher.finish(unfinished);
    await guard.overtakeBefore(before);
  };

  const purge: Sweep['purge'] = async (age = KEPT_MS) => {
    const before = Date.now() - age;
    await memberships.deleteMany({ gone: { $lt: before } }, { hint: 'gone' });
    const orphaned = await pieces
      .find({ at: { $lt: before } })
      .hint('of_intents')
      .project<{ readonly o: OrganisationId; readonly key: string }>({ _id: 0, o: 1, key: 1 })
      .toArray();
    for (const piece of orphaned)
      if (!(await isReferredTo(collections, piece.o, piece.key))) await removePieces(collections, piece);
    const erased = resources
      .find({ gone: { $lt: before }, erases: true })
      .hint('gone')
      .project<Pick<ResourceDocument, 'o' | 'id'>>({ _id: 0, o: 1, id: 1 });
    // Once more: a process that was stopped may have recorded something meanwhile. From now on no process does.
    for await (const { o, id } of erased) await erase(o, { resourceId: id });
    await resources.deleteMany({ gone: { $lt: before }, 'intent.w': { $exists: false } }, { hint: 'gone' });
    while ((await removals.step(REMOVED_AT_ONCE)) > 0);
    await removals.forget(age);
  };

  const start: Sweep['start'] = () => {
    let sweeping = false;
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      if (sweeping) return;
      sweeping = true;
      try {
        await work();
      } catch {
        // The database is not available: the next round, or whoever meets an unfinished write, tries again.
      } finally {
        sweeping = false;
      }
    };
    void attempt(async () => {
      await finishLeftBehind();
      await purge();
    });
    const timers = [
      setInterval(() => void attempt(() => finishLeftBehind()), SWEEP_EVERY_MS),
      setInterval(() => void attempt(() => purge()), PURGE_EVERY_MS),
    ];
    for (const timer of timers) timer.unref();
    return () => timers.forEach((timer) => clearInterval(timer));
  };

  return { finishLeftBehind, purge, start };
};
