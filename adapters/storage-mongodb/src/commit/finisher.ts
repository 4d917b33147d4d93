// Finishes what commits leave to be done: membership rows first, then the logs, then the pending effects are cleared. Every step may be
// repeated and done by several processes at once; docs/decisions/0010-one-document-commit.md says why each order is safe.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Collections } from '../collections.ts';
import type { Erase } from '../logs/erase.ts';
import type { Recorder } from '../logs/recorder.ts';
import { removePieces } from '../pieces.ts';
import { makeFinishMemberships, type FinishMemberships } from './finish-memberships.ts';
import { effectsOf, type Effects, type PrepareEffects, type Unfinished } from './pending-effects.ts';

/** A write being finished. */
export interface Finishing {
  /** Done when readers see the memberships. */
  readonly visible: Promise<void>;
  /** Done when nothing is pending any longer. */
  readonly done: Promise<void>;
}

/** Finishes writes; calls for the same write share one run. */
export interface Finisher {
  /** Begins to finish a write; `known` spares reading its effects. */
  readonly begin: (unfinished: Unfinished, known?: Effects) => Finishing;
  /** Finishes a write to the end. */
  readonly finish: (unfinished: Unfinished) => Promise<void>;
  /** Finishes every write of an organisation, in the order in which they were made. */
  readonly finishAll: (organisation: OrganisationId) => Promise<void>;
  /** Makes all committed changes of memberships of an organisation visible. */
  readonly showAll: (organisation: OrganisationId) => Promise<void>;
  /** Waits until nothing is being finished. A failure is left to whoever meets the write next. */
  readonly idle: () => Promise<void>;
  /** Waits while too many writes are being finished. */
  readonly waitForCapacity: () => Promise<void>;
}

/** Beyond this many, new writes wait for earlier ones to be finished: what follows an answer must not pile up. */
const MAX_UNDER_WAY = 256;

/** What is left of a deleted resource for a while: nothing of the person. */
const TOMBSTONE = { document: '', c: {}, lookups: [] as string[] };

/**
 * Clears the pending effects; false when that is left to another process, which has noted members as deleted while they were added
 * that this one has not seen as such.
 */
const clear = async (
  { resources }: Collections,
  { _id, o: organisation, intent: { w } }: Unfinished,
  hasDeletedMembers: boolean,
): Promise<boolean> => {
  const known = hasDeletedMembers ? {} : { 'intent.lost': { $exists: false } };
  const { matchedCount } = await resources.updateOne(
    { _id, o: organisation, 'intent.w': w, ...known },
    { $unset: { intent: 1 } },
  );
  return matchedCount === 1;
};

/**
 * Frees the names of a deleted resource and clears the pending effects; answers whether it did. The rows of its own members are
 * marked as removed: they belong to no group and only take up space.
 */
const finishDeletion = async (
  { memberships, resources }: Collections,
  { _id, o: organisation, id, intent: { w } }: Unfinished,
): Promise<boolean> => {
  await memberships.updateMany({ o: organisation, g: id, gone: { $exists: false } }, { $set: { gone: Date.now() } });
  const { matchedCount } = await resources.updateOne(
    { _id, o: organisation, 'intent.w': w },
    { $unset: { intent: 1, display: 1 }, $set: { ...TOMBSTONE, keys: [`#${id}`] } },
  );
  return matchedCount === 1;
};

/** What the steps work with. */
interface Steps {
  readonly collections: Collections;
  readonly recorder: Recorder;
  readonly erase: Erase;
  readonly finishMemberships: FinishMemberships;
}

/** What was to be done, and whether members were deleted while they were added. */
interface Shown {
  readonly effects: Effects;
  readonly hasDeletedMembers: boolean;
}

/** Everything before the answer; undefined when nothing was left to be done. */
const showMemberships = async (
  { collections, finishMemberships }: Steps,
  unfinished: Unfinished,
  known: Effects | undefined,
): Promise<Shown | undefined> => {
  const effects = known ?? (await effectsOf(collections, unfinished));
  return effects && { effects, hasDeletedMembers: await finishMemberships(unfinished, effects) };
};

/** What may follow the answer. */
const recordAndClear = async (
  { collections, recorder, erase }: Steps,
  unfinished: Unfinished,
  shown: Promise<Shown | undefined>,
): Promise<void> => {
  const { o: organisation, id, intent: pending } = unfinished;
  const found = await shown;
  if (found === undefined) return;
  const { activity, events, kind, erases } = found.effects;
  await nextTurn();
  if (activity !== undefined || events.length > 0) {
    await recorder.record(organisation, { w: pending.w, activity, events });
  }
  // Also of the record of the deletion itself.
  if (erases !== undefined) await erase(organisation, { resourceId: id, ...erases });
  const cleared = await (kind === 'delete'
    ? finishDeletion(collections, unfinished)
    : clear(collections, unfinished, found.hasDeletedMembers));
  // Whoever still finds the pending effects needs their pieces.
  if (cleared && pending.payload === undefined) await removePieces(collections, { o: organisation, key: pending.w });
};

/** Makes the finisher of a process. */
export const makeFinisher = (
  collections: Collections,
  { recorder, erase }: Pick<Steps, 'recorder' | 'erase'>,
  prepareEffects: PrepareEffects,
): Finisher => {
  const underWay = new Map<string, Finishing>();

  const start = (unfinished: Unfinished, known: Effects | undefined): Finishing => {
    const shown = showMemberships(steps, unfinished, known);
    return { visible: shown.then(() => undefined), done: recordAndClear(steps, unfinished, shown) };
  };

  const begin: Finisher['begin'] = (unfinished, known) => {
    const { w } = unfinished.intent;
    const running = underWay.get(w);
    if (running !== undefined) return running;
    const finishing = start(unfinished, known);
    underWay.set(w, finishing);
    const ended = (): void => void underWay.delete(w);
    finishing.done.then(ended, ended);
    // Whoever waits for it is told; otherwise the next one who meets the write tries again.
    finishing.visible.catch(() => undefined);
    return finishing;
  };

  const finish: Finisher['finish'] = (unfinished) => begin(unfinished).done;
  const finishMemberships = makeFinishMemberships(collections, prepareEffects, finish);
  const steps: Steps = { collections, recorder, erase, finishMemberships };

  const idle = async (): Promise<void> => {
    // Finishing one write may begin another.
    while (underWay.size > 0) await Promise.allSettled([...underWay.values()].map(({ done }) => done));
  };

  const unfinishedOf = (organisation: OrganisationId): Promise<readonly Unfinished[]> =>
    collections.resources
      .find({ o: organisation, 'intent.w': { $exists: true } })
      .project<Unfinished>({ o: 1, id: 1, intent: 1 })
      .sort({ 'intent.w': 1 })
      .toArray();

  return {
    begin,
    finish,
    finishAll: async (organisation) => {
      for (const unfinished of await unfinishedOf(organisation)) await finish(unfinished);
    },
    showAll: async (organisation) => {
      const changing = (await unfinishedOf(organisation)).filter(({ intent }) => intent.members);
      await Promise.all(changing.map((unfinished) => begin(unfinished).visible));
    },
    idle,
    waitForCapacity: async () => {
      if (underWay.size >= MAX_UNDER_WAY)
        await Promise.race([...underWay.values()].map(({ done }) => done)).catch(() => undefined);
    },
  };
};
