// Finishes what commits leave to be done: membership rows first, then the logs, then the intent is cleared. Every step may be
// repeated and done by several processes at once; docs/decisions/0010-one-document-commit.md says why each order is safe.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Collections } from '../collections.ts';
import type { Erase } from '../logs/erase.ts';
import type { Recorder } from '../logs/recorder.ts';
import { removePieces } from '../pieces.ts';
import { makeFinishMemberships, type FinishMemberships } from './finish-memberships.ts';
import { payloadOf, type IntentPayload, type PrepareIntent, type Unfinished } from './intent.ts';

/** One intent being finished. */
export interface Finishing {
  /** Done when readers see the memberships. */
  readonly visible: Promise<void>;
  /** Done when nothing is left of the intent. */
  readonly done: Promise<void>;
}

/** Finishes intents; calls for the same intent share one run. */
export interface Finisher {
  /** Begins to finish an intent; `payload` spares reading it. */
  readonly begin: (unfinished: Unfinished, payload?: IntentPayload) => Finishing;
  /** Finishes an intent to the end. */
  readonly finish: (unfinished: Unfinished) => Promise<void>;
  /** Finishes every intent of an organisation, in the order of the writes. */
  readonly finishAll: (o: string) => Promise<void>;
  /** Lets all commits of an organisation that change memberships be seen. */
  readonly showAll: (o: string) => Promise<void>;
  /** Waits until nothing is being finished; failures are left to whoever meets the intent next. */
  readonly idle: () => Promise<void>;
  /** Waits while more intents are being finished than should be. */
  readonly room: () => Promise<void>;
}

/** Beyond this, writes wait for those before: what follows an answer must not pile up. */
const MOST_UNDER_WAY = 256;

/** What is left of a deleted resource for a while: nothing of the person. */
const STRIPPED = { document: '', c: {}, lookups: [] as string[] };

/**
 * Whether the intent was cleared. Another process may have noted members as lost that this one has not seen as such: then it is left
 * to whoever sees the note.
 */
const clear = async (
  { resources }: Collections,
  { _id, o, intent: { w } }: Unfinished,
  withLost: boolean,
): Promise<boolean> => {
  const known = withLost ? {} : { 'intent.lost': { $exists: false } };
  const { matchedCount } = await resources.updateOne({ _id, o, 'intent.w': w, ...known }, { $unset: { intent: 1 } });
  return matchedCount === 1;
};

/**
 * Frees the names of a deleted resource, and tells whether the intent was cleared; the rows of its own members join no group any
 * more and only take up space.
 */
const bury = async (
  { memberships, resources }: Collections,
  { _id, o, id, intent: { w } }: Unfinished,
): Promise<boolean> => {
  await memberships.updateMany({ o, g: id, gone: { $exists: false } }, { $set: { gone: Date.now() } });
  const { matchedCount } = await resources.updateOne(
    { _id, o, 'intent.w': w },
    { $unset: { intent: 1, display: 1 }, $set: { ...STRIPPED, keys: [`#${id}`] } },
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

/** What was to be done, and whether members were lost. */
interface Shown {
  readonly payload: IntentPayload;
  readonly withLost: boolean;
}

/** Up to the answer; undefined when nothing was left to be done. */
const show = async (
  { collections, finishMemberships }: Steps,
  unfinished: Unfinished,
  known: IntentPayload | undefined,
): Promise<Shown | undefined> => {
  const payload = known ?? (await payloadOf(collections, unfinished));
  return payload && { payload, withLost: await finishMemberships(unfinished, payload) };
};

/** What may follow the answer. */
const settle = async (
  { collections, recorder, erase }: Steps,
  unfinished: Unfinished,
  shown: Promise<Shown | undefined>,
): Promise<void> => {
  const { o, id, intent } = unfinished;
  const found = await shown;
  if (found === undefined) return;
  const { activity, events, kind, erases } = found.payload;
  await nextTurn();
  if (activity !== undefined || events.length > 0) await recorder.record(o, { w: intent.w, activity, events });
  // Also of the record of the deletion itself.
  if (erases !== undefined) await erase(o, { resourceId: id, ...erases });
  const cleared = await (kind === 'delete'
    ? bury(collections, unfinished)
    : clear(collections, unfinished, found.withLost));
  // Whoever still finds the intent needs them.
  if (cleared && intent.payload === undefined) await removePieces(collections, { o, key: intent.w });
};

/** Makes the finisher of a process. */
export const makeFinisher = (
  collections: Collections,
  { recorder, erase }: Pick<Steps, 'recorder' | 'erase'>,
  prepareIntent: PrepareIntent,
): Finisher => {
  const underWay = new Map<string, Finishing>();

  const start = (unfinished: Unfinished, known: IntentPayload | undefined): Finishing => {
    const shown = show(steps, unfinished, known);
    return { visible: shown.then(() => undefined), done: settle(steps, unfinished, shown) };
  };

  const begin: Finisher['begin'] = (unfinished, payload) => {
    const { w } = unfinished.intent;
    const running = underWay.get(w);
    if (running !== undefined) return running;
    const finishing = start(unfinished, payload);
    underWay.set(w, finishing);
    const ended = (): void => void underWay.delete(w);
    finishing.done.then(ended, ended);
    // Whoever waits for it is told; otherwise the next one who meets the intent tries again.
    finishing.visible.catch(() => undefined);
    return finishing;
  };

  const finish: Finisher['finish'] = (unfinished) => begin(unfinished).done;
  const finishMemberships = makeFinishMemberships(collections, prepareIntent, finish);
  const steps: Steps = { collections, recorder, erase, finishMemberships };

  const idle = async (): Promise<void> => {
    // To finish one intent may begin another.
    while (underWay.size > 0) await Promise.allSettled([...underWay.values()].map(({ done }) => done));
  };

  const unfinishedOf = (o: string): Promise<readonly Unfinished[]> =>
    collections.resources
      .find({ o, 'intent.w': { $exists: true } })
      .project<Unfinished>({ o: 1, id: 1, intent: 1 })
      .sort({ 'intent.w': 1 })
      .toArray();

  return {
    begin,
    finish,
    finishAll: async (o) => {
      for (const unfinished of await unfinishedOf(o)) await finish(unfinished);
    },
    showAll: async (o) => {
      const changing = (await unfinishedOf(o)).filter(({ intent }) => intent.members);
      await Promise.all(changing.map((unfinished) => begin(unfinished).visible));
    },
    idle,
    room: async () => {
      if (underWay.size >= MOST_UNDER_WAY)
        await Promise.race([...underWay.values()].map(({ done }) => done)).catch(() => undefined);
    },
  };
};
