// Only one write of an organisation may nest groups at a time: while it holds the guard it checks for cycles and commits.
// The holder names the group that it is about to write and the `rev` on which its commit depends. A holder that has stopped is
// overtaken: what it committed is finished; what it has not committed yet cannot be committed once that `rev` is counted up.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { isDuplicateKey } from '../mongo-error.ts';
import type { Collections, GuardDocument, ResourceDocument } from '../collections.ts';
import { makeKeyedQueue } from '../keyed-queue.ts';
import { makeBackoff } from '../backoff.ts';
import type { Unfinished } from './pending-effects.ts';

/** The write that wants to nest groups. */
export interface NestingWrite {
  readonly organisation: OrganisationId;
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

  const release = async (organisation: OrganisationId, w: string): Promise<void> => {
    await guards.updateOne({ _id: organisation, 'holder.w': w }, { $unset: { holder: 1 } });
  };

  /** Takes the guard if it is free, and answers who has it then; undefined when it was given back just now. */
  const take = async ({ organisation, ...holder }: NestingWrite): Promise<Holder | undefined> => {
    try {
      await guards.updateOne({ _id: organisation, holder: { $exists: false } }, { $set: { holder } }, { upsert: true });
      return holder;
    } catch (cause) {
      if (!isDuplicateKey(cause)) throw cause;
    }
    return (await guards.findOne({ _id: organisation }))?.holder;
  };

  /** Decides for good whether the stopped holder has committed. From then on it makes no difference whether it goes on. */
  const overtake = async (organisation: OrganisationId, { w, group, rev }: Holder): Promise<void> => {
    const found = await resources.findOne<ResourceDocument>({ _id: group, o: organisation });
    if (found?.intent !== undefined) await finish({ ...found, intent: found.intent });
    else if (found?.rev === rev) {
      const { matchedCount } = await resources.updateOne({ _id: group, o: organisation, rev }, { $inc: { rev: 1 } });
      // It has committed just now: its write is finished in the next round.
      if (matchedCount === 0) return;
    }
    await release(organisation, w);
  };

  const acquire = async (write: NestingWrite): Promise<void> => {
    const wait = makeBackoff();
    let inTheWay: { readonly w: string; readonly since: number } | undefined;
    for (;;) {
      const holder = await take(write);
      if (holder?.w === write.w) return;
      if (holder === undefined) continue;
      const now = performance.now();
      if (inTheWay?.w !== holder.w) inTheWay = { w: holder.w, since: now };
      if (now - inTheWay.since > HOLDER_STOPPED_MS) await overtake(write.organisation, holder);
      else await wait('another process changes nested groups');
    }
  };

  return {
    hold: (write, work) =>
      queue.run(write.organisation, async () => {
        await acquire(write);
        try {
          return await work();
        } finally {
          // A connection that is lost here leaves the guard to be overtaken.
          await release(write.organisation, write.w).catch(() => undefined);
        }
      }),
    overtakeBefore: async (w) => {
      for await (const { _id, holder } of guards.find({ 'holder.w': { $lt: w } })) {
        if (holder !== undefined) await overtake(_id, holder);
      }
    },
  };
};
