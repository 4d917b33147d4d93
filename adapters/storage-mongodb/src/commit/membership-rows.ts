// The membership rows of a group as a write leaves them. Every statement may be repeated, also by a process that was stopped for
// long: a row carries the `rev` of the write that it is of and never goes back to an older one, and a row whose member was removed
// stays for a while to keep that knowledge. Each row is named with the whole shard key, never many by one condition: while a chunk
// moves between shards, a change of many may miss some.
import type { Collections, MembershipDocument } from '../collections.ts';
import { refusedPositions } from '../mongo-error.ts';

/** The group and the stamp of the write. */
export type RowStamp = Pick<MembershipDocument, 'o' | 'g' | 'v'>;

/** Ids in one statement. */
const MAX_IDS = 1000;

const chunksOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, index) =>
    ids.slice(index * MAX_IDS, (index + 1) * MAX_IDS),
  );

/** Adds members that were there once: their row gets the stamp of this write unless it has a later one. */
const renewRows = async (
  { memberships }: Collections,
  { o, g, v }: RowStamp,
  ids: readonly string[],
): Promise<void> => {
  const renewals = ids.map((m) => ({
    updateOne: {
      filter: { o, g, m, v: { $lt: v } },
      update: { $set: { v }, $unset: { gone: 1 as const } },
      upsert: true,
    },
  }));
  try {
    await memberships.bulkWrite(renewals, { ordered: false });
  } catch (cause) {
    // A row of this write or a later one is in the way of the upsert.
    if (refusedPositions(cause) === undefined) throw cause;
  }
};

/** Adds members. */
export const addRows = async (collections: Collections, stamp: RowStamp, ids: readonly string[]): Promise<void> => {
  for (const chunk of chunksOf(ids)) {
    try {
      await collections.memberships.insertMany(
        chunk.map((m) => ({ ...stamp, m })),
        { ordered: false },
      );
    } catch (cause) {
      const refused = refusedPositions(cause);
      if (refused === undefined) throw cause;
      await renewRows(
        collections,
        stamp,
        refused.flatMap((position) => chunk[position] ?? []),
      );
    }
  }
};

/** Removes members. */
export const removeRows = async (
  { memberships }: Collections,
  { o, g, v }: RowStamp,
  ids: readonly string[],
): Promise<void> => {
  const removedAt = Date.now();
  for (const chunk of chunksOf(ids)) {
    const removals = chunk.map((m) => ({
      updateOne: { filter: { o, g, m, v: { $lt: v } }, update: { $set: { v, gone: removedAt } } },
    }));
    await memberships.bulkWrite(removals, { ordered: false });
  }
};
