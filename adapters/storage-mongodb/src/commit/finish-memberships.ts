// The memberships that a commit changes: rows of a changed group, and the groups around a deleted resource.
import type { Collections, ResourceDocument } from '../collections.ts';
import { resourceKey } from '../collections.ts';
import { makePatience } from '../patience.ts';
import type { IntentPayload, PrepareIntent, Unfinished } from './intent.ts';
import { addRows, removeRows } from './membership-rows.ts';
import { makeRemoveDeletedMember } from './remove-deleted-member.ts';

/** Makes the memberships those of a commit. Answers whether the intent says of some members that they were lost. */
export type FinishMemberships = (unfinished: Unfinished, payload: IntentPayload) => Promise<boolean>;

type Deleted = Pick<ResourceDocument, 'id' | 'type' | 'deleted'>;

/** Ids among those added whose resource was deleted meanwhile, and when the last of them was. */
const lostAmong = async ({ resources }: Collections, o: string, added: readonly string[]) => {
  const found = await resources
    .find({ o, _id: { $in: added.map((id) => resourceKey(o, id)) } })
    .project<Deleted>({ id: 1, type: 1, deleted: 1 })
    .toArray();
  const alive = new Set(found.filter(({ type }) => type !== '').map(({ id }) => id));
  return { ids: added.filter((id) => !alive.has(id)), at: Math.max(0, ...found.map(({ deleted = 0 }) => deleted)) };
};

/**
 * Members that were deleted while they were added: for each the group gets a further version, as if it was deleted afterwards. The first process that notes
 * them decides which ones; of a member that is deleted later the row is found by its deletion.
 */
const noteLost = async (
  { resources }: Collections,
  { _id, o, intent: { w } }: Unfinished,
  { ids, at }: { readonly ids: readonly string[]; readonly at: number },
): Promise<readonly string[]> => {
  const { matchedCount } = await resources.updateOne(
    { _id, o, 'intent.w': w, 'intent.lost': { $exists: false } },
    { $set: { 'intent.lost': ids }, $inc: { rev: 1, version: ids.length }, $max: { lastModified: at } },
  );
  if (matchedCount === 1) return ids;
  const noted = await resources.findOne({ _id, o }, { projection: { intent: 1 } });
  return noted?.intent?.w === w ? (noted.intent.lost ?? []) : [];
};

/** Groups that a deletion changes at the same time: it leaves connections to others, in however many groups the user was. */
const GROUPS_AT_ONCE = 16;

/** Makes the function that finishes memberships; `finish` finishes another intent that is in the way. */
export const makeFinishMemberships = (
  collections: Collections,
  prepareIntent: PrepareIntent,
  finish: (unfinished: Unfinished) => Promise<void>,
): FinishMemberships => {
  const removeDeletedMember = makeRemoveDeletedMember(collections, prepareIntent, finish);

  const finishChange = async (unfinished: Unfinished, { add, remove }: IntentPayload): Promise<boolean> => {
    const { o, id: g, intent } = unfinished;
    const stamp = { o, g, v: intent.rev };
    await removeRows(collections, stamp, remove);
    if (add.length === 0) return false;
    await addRows(collections, stamp, add);
    const found = await lostAmong(collections, o, add);
    if (found.ids.length === 0 && intent.lost === undefined) return false;
    const lost = intent.lost ?? (await noteLost(collections, unfinished, found));
    await removeRows(collections, { ...stamp, v: intent.rev + 1 }, lost);
    return lost.length > 0;
  };

  /**
   * The groups around a deleted resource each get a version without it, some at a time; what it contained itself is no membership
   * any more.
   */
  const finishDeletion = async ({ o, id }: Unfinished, { at }: IntentPayload): Promise<boolean> => {
    let wait = makePatience();
    for (;;) {
      const groups = await collections.memberships
        .find({ o, m: id, gone: { $exists: false } })
        .project<{ readonly g: string }>({ _id: 0, g: 1 })
        .limit(GROUPS_AT_ONCE)
        .toArray();
      if (groups.length === 0) return false;
      const left = await Promise.all(groups.map(({ g }) => removeDeletedMember({ o, g, m: id, at })));
      if (left.includes(true)) wait = makePatience();
      else await wait(`groups of ${id} are being changed`);
    }
  };

  return (unfinished, payload) =>
    payload.kind === 'delete' ? finishDeletion(unfinished, payload) : finishChange(unfinished, payload);
};
