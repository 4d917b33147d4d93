// Whether a group would contain itself, by walking upwards: the groups around one are few, what is in it may be much.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections } from '../collections.ts';

/** Ids of all groups that contain the group, directly or through others, and its own. */
export const groupsAround = async (
  { memberships }: Collections,
  organisation: OrganisationId,
  id: string,
): Promise<ReadonlySet<string>> => {
  const around = new Set([id]);
  let border: readonly string[] = [id];
  while (border.length > 0) {
    const rows = await memberships
      .find({ o: organisation, m: { $in: [...border] }, gone: { $exists: false } })
      .project<{ readonly g: string }>({ _id: 0, g: 1 })
      .toArray();
    border = [...new Set(rows.map(({ g }) => g))].filter((g) => !around.has(g));
    for (const g of border) around.add(g);
  }
  return around;
};
