// The memberships that a commit changes: rows of a changed group, and the groups around a deleted resource.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections, ResourceDocument } from '../collections.ts';
import { resourceKey } from '../collections.ts';
import { makeBackoff } from '../backoff.ts';
import type { Effects, PrepareEffects, Unfinished } from './pending-effects.ts';
import { addRows, removeRows } from './membership-rows.ts';
import { makeRemoveDeletedMember } from './remove-deleted-member.ts';

/**
 * Makes the memberships those of a commit. Answers whether the pending effects note members that were deleted while they were
 * added.
 */
export type FinishMemberships = (unfinished: Unfinished, effects: Effects) => Promise<boolean>;

type Deleted = Pick<ResourceDocument, 'id' | 'type' | 'deleted'>;

/** Ids among those added whose resource was deleted meanwhile, and when the last of them was. */
const deletedAmong = async ({ resources }: Collections, organisation: OrganisationId, added: readonly string[]) => {
  const found = await resources
    .find({ o: organisation, _id: { $in: added.map((id) => resourceKey(organisation, id)) } })
    .project<Deleted>({ id: 1, type: 1, deleted: 1 })
    .toArray();
  const alive = new Set(found.filter(({ type }) => type !== '').map(({ id }) => id));
  return { ids: added.filter((id) => !alive.has(id)), at: Math.max(0, ...found.map(({ deleted = 0 }) => deleted)) };
};

/**
 * Notes members that were deleted while they were added. For each of them the group gets a further version, as if the member was
 * deleted afterwards. The first process that notes them decides which ones. A member that is deleted later than this takes its
 * row away itself.
 */
const noteDeletedWhileAdded = async (
  { resources }: Collections,
  { _id, o: organisation, intent: { w } }: Unfinished,
  { ids, at }: { readonly ids: readonly string[]; readonly at: number },
): Promise<readonly string[]> => {
  const { matchedCount } = await resources.updateOne(
    { _id, o: organisation, 'intent.w': w, 'intent.lost': { $exists: false } },
    { $set: { 'intent.lost': ids }, $inc: { rev: 1, version: ids.length }, $max: { lastModified: at } },
  );
  if (matchedCount === 1) return ids;
  const noted = await resources.findOne({ _id, o: organisation }, { projection: { intent: 1 } });
  return noted?.intent?.w === w ? (noted.intent.lost ?? []) : [];
};

/** Groups that a deletion changes at the same time. More would take the connections of other requests. */
const MAX_CONCURRENT_GROUPS = 16;

/** Makes the function that finishes memberships; `finish` finishes another write of a group that is in the way. */
export const makeFinishMemberships = (
  collections: Collections,
  prepareEffects: PrepareEffects,
  finish: (unfinished: Unfinished) => Promise<void>,
): FinishMemberships => {
  const removeDeletedMember = makeRemoveDeletedMember(collections, prepareEffects, finish);

  const changeMembers = async (unfinished: Unfinished, { add, remove }: Effects): Promise<boolean> => {
    const { o: organisation, id: groupId, intent: pending } = unfinished;
    const stamp = { o: organisation, g: groupId, v: pending.rev };
    await removeRows(collections, stamp, remove);
    if (add.length === 0) return false;
    await addRows(collections, stamp, add);
    const found = await deletedAmong(collections, organisation, add);
    if (found.ids.length === 0 && pending.lost === undefined) return false;
    const deletedWhileAdded = pending.lost ?? (await noteDeletedWhileAdded(collections, unfinished, found));
    await removeRows(collections, { ...stamp, v: pending.rev + 1 }, deletedWhileAdded);
    return deletedWhileAdded.length > 0;
  };

  /**
   * The groups around a deleted resource each get a version without it, some at a time. Its own members need nothing: they are
   * members of a group that no longer exists.
   */
  const leaveGroups = async ({ o: organisation, id }: Unfinished, { at }: Effects): Promise<boolean> => {
    let wait = makeBackoff();
    for (;;) {
      const groups = await collections.memberships
        .find({ o: organisation, m: id, gone: { $exists: false } })
        .project<{ readonly g: string }>({ _id: 0, g: 1 })
        .limit(MAX_CONCURRENT_GROUPS)
        .toArray();
      if (groups.length === 0) return false;
      const left = await Promise.all(
        groups.map(({ g: groupId }) => removeDeletedMember({ organisation, groupId, memberId: id, at })),
      );
      if (left.includes(true)) wait = makeBackoff();
      else await wait(`groups of ${id} are being changed`);
    }
  };

  return (unfinished, effects) =>
    effects.kind === 'delete' ? leaveGroups(unfinished, effects) : changeMembers(unfinished, effects);
};
