import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { PreconditionFailed } from '@looop-scim/scim/errors';
import { describeWrite } from '../activity/describe-write.ts';
import type { Decide } from '../ports/outbound/resource-repository.ts';
import type { DeleteFailure } from '../ports/inbound/scim-service.ts';
import { checkPreconditions } from './change-resource.ts';
import type { DeleteRequest } from '../ports/inbound/requests.ts';
import { setsOf, type ScimDependencies } from './dependencies.ts';
import type { SetNeeded } from './sets-in-hand.ts';
import { causeOf, whileTelling } from './telling-writes.ts';
import { makeRecordRefusals } from './refusals.ts';

/**
 * Makes the deletion of a resource: afterwards it is not found, its memberships are gone and its names are free.
 * Fails: `ResourceNotFound`; `PreconditionFailed`. RFC 7644 section 3.6.
 */
export const makeDeleteResource = (deps: ScimDependencies) => {
  const sets = setsOf(deps);
  const recordRefusals = makeRecordRefusals(deps);

  const remove = Effect.fnUntraced(function* ({ type, id, caller, ...preconditions }: DeleteRequest) {
    const at = yield* Clock.currentTimeMillis;
    yield* whileTelling(sets, type, (tell) => {
      const decide: Decide<PreconditionFailed | SetNeeded> = (current, mappingVersion) =>
        Result.gen(function* () {
          yield* checkPreconditions(current, preconditions);
          const cause = causeOf(deps, caller);
          const notes = { at, cause, happening: 'deleted', before: current.document, rewritten: false } as const;
          const { describeEvents } = yield* tell(notes, mappingVersion);
          return {
            kind: 'delete',
            at,
            // A group is not a person: its activity is kept.
            erases: type.definition.membership?.side !== 'group',
            describe: describeWrite({ at, caller, operation: 'delete', changes: [], ignored: [], describeEvents }),
          };
        });
      return deps.resources.change({ resourceType: type.name, id }, decide);
    });
  });

  return (request: DeleteRequest): Effect.Effect<void, DeleteFailure> => {
    const { caller, id } = request;
    const refused = { caller, operation: 'delete', resourceType: request.type.name, resourceId: id } as const;
    return recordRefusals(refused, remove(request));
  };
};
