// One resource without its memberships, whatever limits the storage has.
import * as Effect from 'effect/Effect';
import type { Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound, type StorageUnavailable } from '@looop-scim/scim/errors';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';

/** One resource by id. Fails: `ResourceNotFound`. */
export const readOne = Effect.fnUntraced(function* (
  resources: Pick<ResourceRepository, 'walk'>,
  resourceType: string,
  id: string,
): Effect.fn.Return<Resource, ResourceNotFound | StorageUnavailable> {
  // A walk, since one resource is never too much work, however long it is.
  const [found] = (yield* resources.walk({ resourceType, from: id, limit: 1, maxCharacters: 1 })).resources;
  return found?.id === id ? found : yield* new ResourceNotFound({ resourceType, id });
});
