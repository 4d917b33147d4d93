// Groups within groups: of the writes that add groups to groups of an organisation one at a time looks for cycles and commits.
// The holder of the guard names the group that it is about to write and the `rev` on which its commit depends. One that has
// stopped is overtaken: what it committed is finished, what it has not committed yet is fenced off by counting that `rev` up.
import { isDuplicateKey } from '../mongo-error.ts';
import type { Collections, GuardDocument, ResourceDocument } from '../collections.ts';
import { makeKeyedQueue } from '../keyed-queue.ts';
import { makePatience } from '../patience.ts';
import type { Unfinished } from './intent.ts';

/** The write that wants to nest groups. */
export interface NestingWrite {
  readonly o: string;
  readonly w: string;
  /** `_id` and `rev` of the group before the write. */
  readonly group: string;
  readonly rev: number;
}

/** Guards the nesting of groups. */
export interface NestingGuard {
  /** Runs what looks for a cycle and commits, while no other process does. */
  readonly hold: <Answer>(write: NestingWrite, work: () => Promise<Answer>) => Promise<Answer>;
  /** Overtakes holders whose write has an id below `w`. */
  readonly overtakeBefore: (w: string) => Promise<void>;
}

type Holder = NonNullable<GuardDocument['holder']>;

/** After this time in the way a holder counts as stopped. */
const HOLDER_STOPPED_MS = 2_000;

/** Makes the guard of a process; `finish` finishes what an overtaken holder has committed. */
export const makeNestingGuard = (
  { guards, resources }: Collections,
  finish: (unfinished: Unfinished) => Promise<void>,
): NestingGuard => {
  const queue = makeKeyedQueue();

  const release = async (o: string, w: string): Promise<void> => {
    await guards.updateOne({ _id: o, 'holder.w': w }, { $unset: { holder: 1 } });
  };

  /** Takes the guard if it is free, and answers who has it then; undefined when it was given back just now. */
  const take = async ({ o, ...holder }: NestingWrite): Promise<Holder | undefined> => {
    try {
      await guards.updateOne({ _id: o, holder: { $exists: false } }, { $set: { holder } }, { upsert: true });
      return holder;
    } catch (cause) {
      if (!isDuplicateKey(cause)) throw cause;
    }
    return (await guards.findOne({ _id: o }))?.holder;
  };

  /** Decides for good whether the stopped holder has committed, so that it makes no difference any more whether it goes on. */
  const overtake = async (o: string, { w, group, rev }: Holder): Promise<void> => {
    const found = await resources.findOne<ResourceDocument>({ _id: group, o });
    if (found?.intent !== undefined) await finish({ ...found, intent: found.intent });
    else if (found?.rev === rev) {
      const { matchedCount } = await resources.updateOne({ _id: group, o, rev }, { $inc: { rev: 1 } });
      // It has committed just now: its intent is finished in the next round.
      if (matchedCount === 0) return;
    }
    await release(o, w);
  };

  const acquire = async (write: NestingWrite): Promise<void> => {
    const wait = makePatience();
    let inTheWay: { readonly w: string; readonly since: number } | undefined;
    for (;;) {
      const holder = await take(write);
      if (holder?.w === write.w) return;
      if (holder === undefined) continue;
      const now = performance.now();
      if (inTheWay?.w !== holder.w) inTheWay = { w: holder.w, since: now };
      if (now - inTheWay.since > HOLDER_STOPPED_MS) await overtake(write.o, holder);
      else await wait('another process changes nested groups');
    }
  };

  return {
    hold: (write, work) =>
      queue.run(write.o, async () => {
        await acquire(write);
        try {
          return await work();
        } finally {
          // A connection that is lost here leaves the guard to be overtaken.
          await release(write.o, write.w).catch(() => undefined);
        }
      }),
    overtakeBefore: async (w) => {
      for await (const { _id, holder } of guards.find({ 'holder.w': { $lt: w } })) {
        if (holder !== undefined) await overtake(_id, holder);
      }
    },
  };
};
