// A group loses a member because the member was deleted: a commit of the group like any other, though no request asked for it.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { resourceKey, type Collections, type ResourceDocument } from '../collections.ts';
import type { Effects, PrepareEffects, Unfinished } from './pending-effects.ts';

/** A membership that must end, and when the member was deleted. */
export interface EndedMembership {
  readonly organisation: OrganisationId;
  readonly groupId: string;
  readonly memberId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Ends a membership; false when another write of the group came first, so that it has to be tried again. */
export type RemoveDeletedMember = (ended: EndedMembership) => Promise<boolean>;

type Group = Pick<ResourceDocument, '_id' | 'o' | 'id' | 'type' | 'rev' | 'intent'>;

/** Makes the removal; `finish` finishes another write of the group that is in the way. */
export const makeRemoveDeletedMember =
  (
    collections: Collections,
    prepareEffects: PrepareEffects,
    finish: (unfinished: Unfinished) => Promise<void>,
  ): RemoveDeletedMember =>
  async ({ organisation, groupId, memberId, at }) => {
    const { memberships, resources } = collections;
    const _id = resourceKey(organisation, groupId);
    const row = { o: organisation, g: groupId, m: memberId };
    const group = await resources.findOne<Group>(
      { _id, o: organisation },
      { projection: { o: 1, id: 1, type: 1, rev: 1, intent: 1 } },
    );
    if (group === null || group.type === '') {
      await memberships.updateOne(row, { $set: { gone: Date.now() } });
      return true;
    }
    if (group.intent !== undefined) {
      await finish({ ...group, intent: group.intent });
      return false;
    }
    // Rows of a group change only with its document: a row that is there now is there until the commit below.
    if ((await memberships.findOne({ ...row, gone: { $exists: false } })) === null) return true;
    const effects: Effects = { kind: 'change', add: [], remove: [memberId], at, events: [] };
    const pending = await prepareEffects(organisation, group.rev + 1, effects);
    const { matchedCount } = await resources.updateOne(
      { _id, o: organisation, rev: group.rev },
      { $set: { intent: pending }, $inc: { rev: 1, version: 1 }, $max: { lastModified: at } },
    );
    if (matchedCount === 0) return false;
    await finish({ _id, o: organisation, id: groupId, intent: pending });
    return true;
  };
