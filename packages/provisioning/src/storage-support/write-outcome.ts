// The version rule: what a write makes of a resource, and when nothing was changed. The same for every storage.
import { sameValue, type MembershipReference, type Resource } from '@looop-scim/scim/attribute';
import type { ResourceWrite, WriteOutcome } from '../ports/outbound/resource-repository.ts';

/** What the membership steps of a write did, all in all: a member that came and went again is in no list. */
export interface MembershipChange {
  /** Ids of members that were not there before the write. */
  readonly added: readonly string[];
  /** Ids of members that are no longer there. */
  readonly removed: readonly string[];
  /** Ids to be added that are those of no user or group. */
  readonly unknown: readonly string[];
  /** Those among added and removed that are groups. */
  readonly nested: readonly string[];
}

/** The change of a write without membership steps. */
export const NO_MEMBERSHIP_CHANGE: MembershipChange = { added: [], removed: [], unknown: [], nested: [] };

/** A resource that does not exist yet, as `before` of its creation: version 0. */
export const unborn = (resourceType: string, id: string, at: number): Resource => ({
  resourceType,
  id,
  version: 0,
  created: at,
  lastModified: at,
  document: {},
});

/** Whether a write replaces the document: a creation always does. */
export const isRewritten = (before: Pick<Resource, 'version' | 'document'>, write: Pick<ResourceWrite, 'document'>) =>
  before.version === 0 || (before.document !== write.document && !sameValue(before.document, write.document));

const membershipsOf = ({ added, removed, unknown, nested }: MembershipChange) => ({
  membersAdded: added,
  membersRemoved: removed,
  membersUnknown: unknown,
  membersNested: nested,
});

/**
 * What a write does to a resource. A write that changes the document or the memberships counts the version up by one and moves
 * lastModified to the later of its own time and the stored one; any other write leaves both. `memberships` are shown in the
 * outcome if they are given.
 */
export const outcomeOf = (
  before: Resource,
  write: Pick<ResourceWrite, 'at' | 'document'>,
  members: MembershipChange,
  memberships?: readonly MembershipReference[],
): WriteOutcome => {
  const rewritten = isRewritten(before, write);
  const changed = rewritten || members.added.length + members.removed.length > 0;
  const { resourceType, id, created } = before;
  return {
    resource: {
      resourceType,
      id,
      version: changed ? before.version + 1 : before.version,
      created,
      lastModified: changed ? Math.max(before.lastModified, write.at) : before.lastModified,
      document: rewritten ? write.document : before.document,
      ...(memberships && { memberships }),
    },
    changed,
    ...membershipsOf(members),
  };
};

/** What the deletion of a resource does: the outcome shows it as it was. */
export const deletionOutcome = (before: Resource): WriteOutcome => ({
  resource: before,
  changed: true,
  ...membershipsOf(NO_MEMBERSHIP_CHANGE),
});

/** What telling of a user by another mapping set does: nothing that a client sees. */
export const retellOutcome = (before: Resource): WriteOutcome => ({
  resource: before,
  changed: false,
  ...membershipsOf(NO_MEMBERSHIP_CHANGE),
});
