import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import {
  checkRequired,
  diffDocuments,
  readDocument,
  withSpecified,
  type InvalidSyntax,
  type InvalidValue,
  type StorageUnavailable,
  type Uniqueness,
} from '@looop-scim/scim';
import { recordWrite } from '../activity/record-write.ts';
import { uniqueAttributes, uniqueKeysOf, withDefaults, withoutSecrets } from '../directory/resource-rules.ts';
import type { MembershipFailure } from '../ports/resource-repository.ts';
import { makeAnswer, projectionOf, showsMemberships } from './answer.ts';
import type { ResourceAnswer, ScimDependencies, WriteRequest } from './dependencies.ts';
import { makeRecordRefusals } from './refusals.ts';

type CreateFailure = InvalidSyntax | InvalidValue | Uniqueness | StorageUnavailable;

/**
 * Makes the creation of a user or group. The id is issued here, readOnly attributes are ignored, a user is active unless the
 * body says otherwise, unknown members are left out or refused by policy.
 * Fails: `InvalidSyntax`, `InvalidValue` (body, required attribute, member, projection); `Uniqueness`. RFC 7644 section 3.3.
 */
export const makeCreateResource = (deps: ScimDependencies) => {
  const answer = makeAnswer(deps);
  const recordRefusals = makeRecordRefusals(deps);

  const create = Effect.fnUntraced(function* ({
    type,
    body,
    caller,
    ...request
  }: WriteRequest): Effect.fn.Return<ResourceAnswer, CreateFailure | MembershipFailure> {
    const projection = yield* projectionOf(type, request.projection);
    const read = yield* Effect.fromResult(readDocument(type, body, deps.policy));
    yield* Effect.fromResult(checkRequired(type, read.document));
    const document = withDefaults(type, withoutSecrets(type, read.document));
    const id = yield* deps.ids.next;
    const at = yield* Clock.currentTimeMillis;
    const changes = diffDocuments(type, {}, document);
    const outcome = yield* deps.resources.create(
      { resourceType: type.name, id },
      {
        at,
        document,
        uniqueKeys: uniqueKeysOf(uniqueAttributes(type, deps.policy), document),
        memberships: read.memberIds === undefined ? [] : [{ kind: 'add', ids: read.memberIds }],
        unknownMembers: deps.policy.skipUnknownMembers ? 'skip' : 'refuse',
        withMemberships: type.definition.membership?.side === 'group' && showsMemberships(type, projection),
        record: recordWrite({ at, caller, operation: 'create', changes, ignored: read.ignored }),
      },
    );
    return answer(type, outcome.resource, withSpecified(type, projection, changes));
  });

  return (request: WriteRequest): Effect.Effect<ResourceAnswer, CreateFailure> =>
    recordRefusals({ caller: request.caller, operation: 'create', resourceType: request.type.name }, create(request));
};
