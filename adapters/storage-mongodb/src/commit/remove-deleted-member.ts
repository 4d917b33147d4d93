// A group loses a member because the member was deleted: a commit of the group like any other, though no request asked for it.
import { resourceKey, type Collections, type ResourceDocument } from '../collections.ts';
import type { IntentPayload, PrepareIntent, Unfinished } from './intent.ts';

/** A membership that must end, and when the member was deleted. */
export interface EndedMembership {
  readonly o: string;
  readonly g: string;
  readonly m: string;
  readonly at: number;
}

/** Ends a membership; false when another write of the group came first, so that it has to be tried again. */
export type RemoveDeletedMember = (ended: EndedMembership) => Promise<boolean>;

type Group = Pick<ResourceDocument, '_id' | 'o' | 'id' | 'type' | 'rev' | 'intent'>;

/** Makes the removal; `finish` finishes an intent of the group that is in the way. */
export const makeRemoveDeletedMember =
  (
    collections: Collections,
    prepareIntent: PrepareIntent,
    finish: (unfinished: Unfinished) => Promise<void>,
  ): RemoveDeletedMember =>
  async ({ o, g, m, at }) => {
    const { memberships, resources } = collections;
    const _id = resourceKey(o, g);
    const group = await resources.findOne<Group>(
      { _id, o },
      { projection: { o: 1, id: 1, type: 1, rev: 1, intent: 1 } },
    );
    if (group === null || group.type === '') {
      await memberships.updateOne({ o, g, m }, { $set: { gone: Date.now() } });
      return true;
    }
    if (group.intent !== undefined) {
      await finish({ ...group, intent: group.intent });
      return false;
    }
    // Rows of a group change with its document alone: one that is there now is there until the commit below.
    if ((await memberships.findOne({ o, g, m, gone: { $exists: false } })) === null) return true;
    const payload: IntentPayload = { kind: 'change', add: [], remove: [m], at, events: [] };
    const intent = await prepareIntent(o, group.rev + 1, payload);
    const { matchedCount } = await resources.updateOne(
      { _id, o, rev: group.rev },
      { $set: { intent }, $inc: { rev: 1, version: 1 }, $max: { lastModified: at } },
    );
    if (matchedCount === 0) return false;
    await finish({ _id, o, id: g, intent });
    return true;
  };
