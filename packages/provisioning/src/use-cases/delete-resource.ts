import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { PreconditionFailed, Resource, ResourceNotFound, StorageUnavailable } from '@looop-scim/scim';
import { recordWrite } from '../activity/record-write.ts';
import type { Decision } from '../ports/resource-repository.ts';
import { checkPreconditions, type ChangeFailure } from './change-resource.ts';
import type { ChangeRequest, Preconditions, ScimDependencies } from './dependencies.ts';
import { makeRecordRefusals } from './refusals.ts';

/** What a deletion needs to know. */
export type DeleteRequest = Pick<ChangeRequest, 'type' | 'id' | 'caller'> & Preconditions;

/**
 * Makes the deletion of a resource: afterwards it is not found, its memberships are gone and its names are free.
 * Fails: `ResourceNotFound`; `PreconditionFailed`. RFC 7644 section 3.6.
 */
export const makeDeleteResource = (deps: ScimDependencies) => {
  const recordRefusals = makeRecordRefusals(deps);

  const remove = Effect.fnUntraced(function* ({ type, id, caller, ...preconditions }: DeleteRequest) {
    const at = yield* Clock.currentTimeMillis;
    const record = recordWrite({ at, caller, operation: 'delete', changes: [], ignored: [] });
    const decide = (current: Resource): Result.Result<Decision, PreconditionFailed> =>
      Result.map(checkPreconditions(current, preconditions), () => ({ kind: 'delete', at, record }));
    yield* deps.resources.change({ resourceType: type.name, id }, decide);
  });

  return (
    request: DeleteRequest,
  ): Effect.Effect<void, ResourceNotFound | PreconditionFailed | StorageUnavailable | ChangeFailure> => {
    const { caller, id } = request;
    const refused = { caller, operation: 'delete', resourceType: request.type.name, resourceId: id } as const;
    return recordRefusals(refused, remove(request));
  };
};
