// Resources as the laws about queries look at them: read one by one, so that no list is asked about itself.
import { represent } from '@looop-scim/scim/answer';
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { outcomeOf } from '../contract/run-effect.ts';
import type { TestOrganisation } from '../contract/test-organisation.ts';

/** A stored resource with what filters and orders look at. */
export interface StoredResource {
  readonly resource: Resource;
  readonly representation: Complex;
}

/** The resources of a type among these ids, ordered by id; ids that are not found are left out. */
export const readStored = async (
  organisation: TestOrganisation,
  type: ResourceType,
  ids: readonly string[],
): Promise<readonly StoredResource[]> => {
  const outcomes = await Promise.all(ids.toSorted().map((id) => outcomeOf(organisation.read(type.name, id))));
  return outcomes.filter(Result.isSuccess).map(({ success: resource }) => ({
    resource,
    // No filter and no order depends on where a resource is.
    representation: represent(type, resource, (_type, id) => id),
  }));
};

/** The resources alone. */
export const resourcesOf = (stored: readonly StoredResource[]): readonly Resource[] =>
  stored.map(({ resource }) => resource);
