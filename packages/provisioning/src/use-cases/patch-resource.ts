import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { withSpecified } from '@looop-scim/scim/answer';
import { applyPatch, parsePatch, type PatchFailure } from '@looop-scim/scim/patch';
import type { MembershipFailure } from '../ports/outbound/resource-repository.ts';
import { allIgnored, makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import type { ChangeFailure } from '../ports/inbound/scim-service.ts';
import { makeChangeResource } from './change-resource.ts';
import type { ChangeRequest, ResourceAnswer } from '../ports/inbound/requests.ts';
import type { ScimDependencies } from './dependencies.ts';
import { makeRecordRefusals } from './refusals.ts';

/**
 * Makes the partial change of a resource (PATCH): all operations in order or none. What it costs does not depend on the size
 * of a group: an answer without a body suffices for a group unless the request names attributes.
 * Fails: `ResourceNotFound`; `PreconditionFailed`; what parsing and applying refuse (`InvalidSyntax`, `InvalidPath`,
 * `InvalidFilter`, `InvalidValue`, `NoTarget`, `Mutability`, `PayloadTooLarge`); `Uniqueness`. RFC 7644 section 3.5.2.
 */
export const makePatchResource = (deps: ScimDependencies) => {
  const { answerOf } = makeAnswer(deps);
  const change = makeChangeResource(deps);
  const recordRefusals = makeRecordRefusals(deps);

  const patch = Effect.fnUntraced(function* (
    request: ChangeRequest,
  ): Effect.fn.Return<ResourceAnswer, ChangeFailure | PatchFailure | MembershipFailure> {
    const { type } = request;
    const projection = yield* projectionOf(deps, type, request.projection);
    const operations = yield* Effect.fromResult(parsePatch(request.body, deps.policy));
    const noContent = type.definition.membership?.side === 'group' && projection.kind === 'default';
    const outcome = yield* change(request, {
      operation: 'patch',
      withMemberships: !noContent && showsMemberships(type, projection),
      revise: (_type, document) =>
        Result.map(applyPatch(type, document, operations, deps.policy), (patched) => ({
          ...patched,
          ignored: allIgnored(patched.ignored, projection),
        })),
    });
    const { representation, ...rest } = answerOf(
      type,
      outcome.resource,
      withSpecified(type, projection, outcome.changes),
    );
    return noContent ? rest : { ...rest, representation };
  });

  return (request: ChangeRequest): Effect.Effect<ResourceAnswer, ChangeFailure | PatchFailure> => {
    const { caller, id } = request;
    const refused = { caller, operation: 'patch', resourceType: request.type.name, resourceId: id } as const;
    return recordRefusals(refused, patch(request));
  };
};
