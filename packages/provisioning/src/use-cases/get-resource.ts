import * as Effect from 'effect/Effect';
import type { InvalidValue, ResourceNotFound, StorageUnavailable } from '@looop-scim/scim';
import { makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import type { ResourceAnswer, ScimDependencies, TypedRequest } from './dependencies.ts';

/**
 * Makes the reading of one resource by id; inactive users are read like any other. Memberships that the projection leaves
 * out are not read. Fails: `ResourceNotFound`; `InvalidValue` (projection). RFC 7644 section 3.4.1.
 */
export const makeGetResource = (deps: ScimDependencies) => {
  const answer = makeAnswer(deps);
  return Effect.fnUntraced(function* (
    request: TypedRequest & { readonly id: string },
  ): Effect.fn.Return<ResourceAnswer, ResourceNotFound | InvalidValue | StorageUnavailable> {
    const { type, id } = request;
    const projection = yield* projectionOf(type, request.projection);
    const resource = yield* deps.resources.read({ resourceType: type.name, id }, showsMemberships(type, projection));
    return answer(type, resource, projection);
  });
};
