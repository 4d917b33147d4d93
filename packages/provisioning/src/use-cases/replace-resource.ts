import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { withSpecified } from '@looop-scim/scim/answer';
import type { Complex } from '@looop-scim/scim/attribute';
import type { InvalidSyntax, Mutability } from '@looop-scim/scim/errors';
import { readDocument, type ReadDocument } from '@looop-scim/scim/read';
import type { ResourceType } from '@looop-scim/scim/schema';
import { checkNothingLost, diffDocuments, replaceDocument } from '@looop-scim/scim/write';
import type { MembershipFailure } from '../ports/outbound/resource-repository.ts';
import { allIgnored, makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import type { ChangeFailure } from '../ports/inbound/scim-service.ts';
import { makeChangeResource } from './change-resource.ts';
import type { ChangeRequest, ResourceAnswer } from '../ports/inbound/requests.ts';
import type { ScimDependencies } from './dependencies.ts';
import { makeRecordRefusals } from './refusals.ts';

const replaced = (type: ResourceType, current: Complex, { document, unreadable }: ReadDocument) =>
  Result.flatMap(checkNothingLost(current, unreadable), () => replaceDocument(type, current, document));

type ReplaceFailure = ChangeFailure | InvalidSyntax | Mutability;

/**
 * Makes the replacement of a resource (PUT). readOnly input is ignored, omitted attributes are cleared but for `active`,
 * the members of a group become those of the body (none when it has none).
 * Fails: `ResourceNotFound` (a PUT never creates); `PreconditionFailed`; `InvalidSyntax`, `InvalidValue`, `Mutability`,
 * `Uniqueness`. RFC 7644 section 3.5.1.
 */
export const makeReplaceResource = (deps: ScimDependencies) => {
  const { answerOf } = makeAnswer(deps);
  const change = makeChangeResource(deps);
  const recordRefusals = makeRecordRefusals(deps);

  const replace = Effect.fnUntraced(function* (
    request: ChangeRequest,
  ): Effect.fn.Return<ResourceAnswer, ReplaceFailure | MembershipFailure> {
    const { type } = request;
    const projection = yield* projectionOf(deps, type, request.projection);
    const read = yield* Effect.fromResult(readDocument(type, request.body, deps.policy));
    const isGroup = type.definition.membership?.side === 'group';
    const outcome = yield* change(request, {
      operation: 'replace',
      withMemberships: showsMemberships(type, projection),
      revise: (_type, current) =>
        Result.map(replaced(type, current, read), (document) => ({
          document,
          memberships: isGroup ? [{ kind: 'replace', ids: read.memberIds ?? [] }] : [],
          ...(read.membersMustExist === true && { membersMustExist: true }),
          ignored: allIgnored(read.ignored, projection),
        })),
    });
    const specified = diffDocuments(type, {}, read.document);
    return answerOf(type, outcome.resource, withSpecified(type, projection, specified));
  });

  return (request: ChangeRequest): Effect.Effect<ResourceAnswer, ReplaceFailure> => {
    const { caller, id } = request;
    const refused = { caller, operation: 'replace', resourceType: request.type.name, resourceId: id } as const;
    return recordRefusals(refused, replace(request));
  };
};
