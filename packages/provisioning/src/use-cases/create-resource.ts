import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { withSpecified } from '@looop-scim/scim/answer';
import { readDocument } from '@looop-scim/scim/read';
import { checkLengths, checkRequired, diffDocuments } from '@looop-scim/scim/write';
import { describeWrite } from '../activity/describe-write.ts';
import { uniqueAttributes, uniqueKeysOf, withDefaults, withoutSecrets } from '../rules/resource-rules.ts';
import { withTakenValue } from '../rules/taken-value.ts';
import type { MembershipFailure } from '../ports/outbound/resource-repository.ts';
import type { CreateFailure } from '../ports/inbound/scim-service.ts';
import { allIgnored, makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import type { ResourceAnswer, WriteRequest } from '../ports/inbound/requests.ts';
import { setsOf, type ScimDependencies } from './dependencies.ts';
import { causeOf, whileTelling } from './telling-writes.ts';
import { onUnknownMembers } from './change-resource.ts';
import { makeRecordRefusals, requestedName } from './refusals.ts';

/**
 * Makes the creation of a user or group. The id is issued here, readOnly attributes are ignored, a user is active unless the
 * body says otherwise, unknown members are left out or refused by policy.
 * Fails: `InvalidSyntax`, `InvalidValue` (body, required attribute, member, projection); `Uniqueness`. RFC 7644 section 3.3.
 */
export const makeCreateResource = (deps: ScimDependencies) => {
  const sets = setsOf(deps);
  const { answerOf } = makeAnswer(deps);
  const recordRefusals = makeRecordRefusals(deps);

  const create = Effect.fnUntraced(function* ({
    type,
    body,
    caller,
    ...request
  }: WriteRequest): Effect.fn.Return<ResourceAnswer, CreateFailure | MembershipFailure> {
    const projection = yield* projectionOf(deps, type, request.projection);
    const read = yield* Effect.fromResult(readDocument(type, body, deps.policy));
    yield* Effect.fromResult(checkRequired(type, read.document, read.ignored));
    const document = withDefaults(type, withoutSecrets(type, read.document));
    yield* Effect.fromResult(checkLengths(type, {}, document));
    const id = yield* deps.ids.next;
    const at = yield* Clock.currentTimeMillis;
    const changes = diffDocuments(type, {}, document);
    const notes = { at, cause: causeOf(deps, caller), happening: 'created', before: {}, rewritten: true } as const;
    const storing = whileTelling(sets, type, (tell) =>
      Effect.flatMap(Effect.fromResult(tell(notes)), ({ describeEvents, ...told }) =>
        deps.resources.create(
          { resourceType: type.name, id },
          {
            at,
            document,
            uniqueKeys: uniqueKeysOf(uniqueAttributes(type, deps.policy), document),
            memberships: read.memberIds === undefined ? [] : [{ kind: 'add', ids: read.memberIds }],
            unknownMembers: onUnknownMembers(deps.policy, read),
            withMemberships: type.definition.membership?.side === 'group' && showsMemberships(type, projection),
            ...told,
            describe: describeWrite({
              at,
              caller,
              operation: 'create',
              changes,
              ignored: allIgnored(read.ignored, projection),
              describeEvents,
            }),
          },
        ),
      ),
    );
    const outcome = yield* Effect.mapError(storing, (failure) => withTakenValue(type, document, failure));
    return answerOf(type, outcome.resource, withSpecified(type, projection, changes));
  });

  return (request: WriteRequest): Effect.Effect<ResourceAnswer, CreateFailure> => {
    const { caller, type, body } = request;
    const resourceName = requestedName(body);
    const refused = { caller, operation: 'create', resourceType: type.name } as const;
    return recordRefusals({ ...refused, ...(resourceName !== undefined && { resourceName }) }, create(request));
  };
};
