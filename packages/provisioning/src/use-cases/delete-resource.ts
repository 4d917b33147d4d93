import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Resource } from '@looop-scim/scim/attribute';
import type { PreconditionFailed } from '@looop-scim/scim/errors';
import { describeWrite } from '../activity/describe-write.ts';
import type { Decision } from '../ports/outbound/resource-repository.ts';
import type { DeleteFailure } from '../ports/inbound/scim-service.ts';
import { checkPreconditions } from './change-resource.ts';
import type { DeleteRequest } from '../ports/inbound/requests.ts';
import type { ScimDependencies } from './dependencies.ts';
import { makeRecordRefusals } from './refusals.ts';

/**
 * Makes the deletion of a resource: afterwards it is not found, its memberships are gone and its names are free.
 * Fails: `ResourceNotFound`; `PreconditionFailed`. RFC 7644 section 3.6.
 */
export const makeDeleteResource = (deps: ScimDependencies) => {
  const recordRefusals = makeRecordRefusals(deps);

  const remove = Effect.fnUntraced(function* ({ type, id, caller, ...preconditions }: DeleteRequest) {
    const at = yield* Clock.currentTimeMillis;
    const describe = describeWrite({ at, caller, operation: 'delete', changes: [], ignored: [] });
    const decide = (current: Resource): Result.Result<Decision, PreconditionFailed> =>
      Result.map(checkPreconditions(current, preconditions), () => ({
        kind: 'delete',
        at,
        // A group is not a person: its activity is kept.
        erases: type.definition.membership?.side !== 'group',
        describe,
      }));
    yield* deps.resources.change({ resourceType: type.name, id }, decide);
  });

  return (request: DeleteRequest): Effect.Effect<void, DeleteFailure> => {
    const { caller, id } = request;
    const refused = { caller, operation: 'delete', resourceType: request.type.name, resourceId: id } as const;
    return recordRefusals(refused, remove(request));
  };
};
