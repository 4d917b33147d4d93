// Reads what membership steps are applied to: the resources that the steps name, in one command whatever the size of the group,
// and all members only when the steps or the answer mean members that nobody named.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { displayOf } from '@looop-scim/provisioning';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { ResourceWrite } from '@looop-scim/provisioning/ports';
import { namedMembers, selectsUnnamedMembers, type MembersBefore } from '@looop-scim/provisioning/storage-support';
import { resourceKey, type Collections } from '../collections.ts';
import { OTHER_END_FIELDS, referenceTo, type OtherEnd } from '../resource-documents.ts';
import type { Unfinished } from './pending-effects.ts';

/** The group that is written. */
export interface GroupBefore {
  readonly organisation: OrganisationId;
  readonly id: string;
  readonly type: ResourceType;
  /** Whether it exists yet. */
  readonly exists: boolean;
}

/** What the reading works with. */
export interface MembersAccess {
  readonly collections: Collections;
  /** Types whose resources can be members. */
  readonly memberTypes: ReadonlySet<string>;
  /** All members of a group, ordered by id. */
  readonly membersOf: (
    organisation: OrganisationId,
    type: ResourceType,
    groupId: string,
  ) => Promise<readonly MembershipReference[]>;
  readonly finish: (unfinished: Unfinished) => Promise<void>;
}

type Named = OtherEnd & { readonly rows?: readonly unknown[] };

/** Reads the members before a write, and whether all of them were read. */
export type ReadMembersBefore = (
  group: GroupBefore,
  write: Pick<ResourceWrite, 'document' | 'memberships' | 'withMemberships'>,
) => Promise<MembersBefore>;

const rowsOf = ({ organisation, id: g }: GroupBefore) => ({
  $lookup: {
    from: 'memberships',
    let: { id: '$id' },
    pipeline: [
      { $match: { o: organisation, g, gone: { $exists: false }, $expr: { $eq: ['$m', '$$id'] } } },
      { $limit: 1 },
      { $project: { _id: 1 } },
    ],
    as: 'rows',
  },
});

/** Makes the reading. */
export const makeReadMembersBefore = ({
  collections,
  memberTypes,
  membersOf,
  finish,
}: MembersAccess): ReadMembersBefore => {
  const named = async (group: GroupBefore, ids: readonly string[]): Promise<readonly Named[]> => {
    if (ids.length === 0) return [];
    const match = {
      $match: { o: group.organisation, _id: { $in: ids.map((id) => resourceKey(group.organisation, id)) } },
    };
    const stages = group.exists
      ? [match, rowsOf(group), { $project: { ...OTHER_END_FIELDS, rows: 1 } }]
      : [match, { $project: OTHER_END_FIELDS }];
    const found = await collections.resources.aggregate<Named>(stages).toArray();
    // A resource that is being deleted no longer counts, but the groups that it was in have to lose it first.
    const deleting = found.flatMap(({ intent, ...resource }) =>
      resource.type === '' && intent !== undefined ? [{ ...resource, o: group.organisation, intent }] : [],
    );
    if (deleting.length === 0) return found;
    await Promise.all(deleting.map(finish));
    return named(group, ids);
  };

  return async (group, { document, memberships, withMemberships }) => {
    const found = await named(group, namedMembers(memberships));
    const resources = found.filter(({ type }) => memberTypes.has(type));
    const known = new Map(resources.map((resource) => [resource.id, referenceTo(resource)]));
    // The group itself counts as known, under its name after the write: a group that contains itself is a cycle, not an unknown
    // member.
    const display = displayOf(document);
    known.set(group.id, { id: group.id, resourceType: group.type.name, ...(display !== undefined && { display }) });
    if (group.exists && (withMemberships || selectsUnnamedMembers(memberships))) {
      const all = await membersOf(group.organisation, group.type, group.id);
      return { current: new Map(all.map((reference) => [reference.id, reference])), known };
    }
    const members = resources.filter(({ rows = [] }) => rows.length > 0);
    return { current: new Map(members.map((resource) => [resource.id, referenceTo(resource)])), known };
  };
};
