import * as Effect from 'effect/Effect';
import { makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import { makeNoteProjection } from './record-reads.ts';
import type { ReadRequest, ResourceAnswer } from '../ports/inbound/requests.ts';
import type { ReadFailure } from '../ports/inbound/scim-service.ts';
import type { ScimDependencies } from './dependencies.ts';

/**
 * Makes the reading of one resource by id; inactive users are read like any other. Memberships that the projection leaves
 * out are not read. Fails: `ResourceNotFound`; `InvalidValue` (projection). RFC 7644 section 3.4.1.
 */
export const makeGetResource = (deps: ScimDependencies) => {
  const { answerOf } = makeAnswer(deps);
  const noteProjection = makeNoteProjection(deps);
  return Effect.fnUntraced(function* (request: ReadRequest): Effect.fn.Return<Required<ResourceAnswer>, ReadFailure> {
    const { type, id } = request;
    const projection = yield* projectionOf(deps, type, request.projection);
    const resource = yield* deps.resources.read({ resourceType: type.name, id }, showsMemberships(type, projection));
    yield* noteProjection(projection, request.caller, type);
    return answerOf(type, resource, projection);
  });
};
