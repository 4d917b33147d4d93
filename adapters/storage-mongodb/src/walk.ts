// The way through all resources of a type, and through all members of a group: each part begins where the index says, and reads
// no more than it answers.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { MemberQuery, WalkedMembers, WalkedResources, WalkQuery } from '@looop-scim/provisioning/ports';
import { makePageMeter } from '@looop-scim/provisioning/storage-support';
import { resourceKey, type Collections, type MembershipDocument, type ResourceDocument } from './collections.ts';
import { currentRows } from './membership-sides.ts';
import {
  OTHER_END_FIELDS,
  referenceTo,
  RESOURCE_FIELDS,
  resourceOf,
  type OtherEnd,
  type StoredResource,
} from './resource-documents.ts';
import { isUnfinished, retryUntilConsistent, type Attempt, type FinishEffects } from './retry-until-consistent.ts';

/** A part of the resources of a type. */
export const walkResources = async (
  { resources }: Collections,
  organisation: OrganisationId,
  { resourceType, from = '', limit, maxCharacters }: WalkQuery,
): Promise<WalkedResources> => {
  const takes = makePageMeter(maxCharacters);
  const found: WalkedResources['resources'][number][] = [];
  const cursor = resources
    .find({ o: organisation, type: resourceType, id: { $gte: from } })
    .project<StoredResource>(RESOURCE_FIELDS)
    .sort({ id: 1 })
    .limit(limit + 1);
  for await (const stored of cursor) {
    // Leaving the loop closes the cursor.
    if (found.length === limit || !takes(stored.document.length)) return { resources: found, next: stored.id };
    found.push(resourceOf(stored));
  }
  return { resources: found };
};

type Group = Pick<ResourceDocument, '_id' | 'type' | 'rev' | 'intent'>;

const attempt = async (
  { resources, memberships }: Collections,
  organisation: OrganisationId,
  { groupId, after = '', limit }: MemberQuery,
): Promise<Attempt<WalkedMembers>> => {
  const readGroup = () =>
    resources.findOne<Group>(
      { o: organisation, _id: resourceKey(organisation, groupId) },
      { projection: { type: 1, rev: 1, intent: 1 } },
    );
  const group = await readGroup();
  // A deleted group has no type any more.
  if (group === null || group.type === '') return { answer: { members: [] }, unfinished: [], inconsistent: false };
  const rows = await memberships
    .find({ ...currentRows(organisation), g: groupId, m: { $gt: after } })
    .project<Pick<MembershipDocument, 'm'>>({ _id: 0, m: 1 })
    .sort({ m: 1 })
    .limit(limit + 1)
    .toArray();
  const page = rows.slice(0, limit);
  const ends = await resources
    .find({ o: organisation, _id: { $in: page.map(({ m }) => resourceKey(organisation, m)) } })
    .project<OtherEnd>(OTHER_END_FIELDS)
    .toArray();
  const byId = new Map(ends.map((end) => [end.id, end]));
  const members = page.flatMap(({ m }) => {
    const end = byId.get(m);
    return end === undefined || end.type === '' ? [] : [referenceTo(end)];
  });
  const last = page.at(-1);
  return {
    answer: { members, ...(rows.length > limit && last !== undefined && { next: last.m }) },
    unfinished: [group, ...ends].filter(isUnfinished),
    inconsistent: (await readGroup())?.rev !== group.rev,
  };
};

/** A part of the members of a group; writes of members that are not finished are finished first. */
export const walkMembers = (
  collections: Collections,
  organisation: OrganisationId,
  query: MemberQuery,
  finishEffects: FinishEffects,
): Promise<WalkedMembers> => retryUntilConsistent(finishEffects, () => attempt(collections, organisation, query));
