import * as Effect from 'effect/Effect';
import { applyPatch, parsePatch, withSpecified, type PatchFailure } from '@looop-scim/scim';
import type { MembershipFailure } from '../ports/resource-repository.ts';
import { makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import { makeChangeResource, type ChangeFailure } from './change-resource.ts';
import type { ChangeRequest, ResourceAnswer, ScimDependencies } from './dependencies.ts';
import { makeRecordRefusals } from './refusals.ts';

/**
 * Makes the partial change of a resource (PATCH): all operations in order or none. What it costs does not depend on the size
 * of a group: an answer without a body suffices for a group unless the request names attributes.
 * Fails: `ResourceNotFound`; `PreconditionFailed`; what parsing and applying refuse (`InvalidSyntax`, `InvalidPath`,
 * `InvalidFilter`, `InvalidValue`, `NoTarget`, `Mutability`, `PayloadTooLarge`); `Uniqueness`. RFC 7644 section 3.5.2.
 */
export const makePatchResource = (deps: ScimDependencies) => {
  const answer = makeAnswer(deps);
  const change = makeChangeResource(deps);
  const recordRefusals = makeRecordRefusals(deps);

  const patch = Effect.fnUntraced(function* (
    request: ChangeRequest,
  ): Effect.fn.Return<ResourceAnswer, ChangeFailure | PatchFailure | MembershipFailure> {
    const { type } = request;
    const projection = yield* projectionOf(type, request.projection);
    const operations = yield* Effect.fromResult(parsePatch(request.body, deps.policy));
    const bodiless = type.definition.membership?.side === 'group' && projection.kind === 'default';
    const outcome = yield* change(request, {
      operation: 'patch',
      withMemberships: !bodiless && showsMemberships(type, projection),
      revise: (_type, document) => applyPatch(type, document, operations, deps.policy),
    });
    const { representation, ...rest } = answer(
      type,
      outcome.resource,
      withSpecified(type, projection, outcome.changes),
    );
    return bodiless ? rest : { ...rest, representation };
  });

  return (request: ChangeRequest): Effect.Effect<ResourceAnswer, ChangeFailure | PatchFailure> => {
    const { caller, id } = request;
    const refused = { caller, operation: 'patch', resourceType: request.type.name, resourceId: id } as const;
    return recordRefusals(refused, patch(request));
  };
};
