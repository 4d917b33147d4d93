// What PUT and PATCH share: precondition, the domain's rules, the decision that the store applies in one atomic step.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import {
  isEntityTags,
  matchesEntityTag,
  type Complex,
  type IgnoredAttribute,
  type Resource,
} from '@looop-scim/scim/attribute';
import { PreconditionFailed, type InvalidValue } from '@looop-scim/scim/errors';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import type { ResourceType } from '@looop-scim/scim/schema';
import {
  checkLengths,
  checkRequired,
  diffDocuments,
  type AttributeChange,
  type MembershipStep,
} from '@looop-scim/scim/write';
import { describeWrite, type WriteNotes } from '../activity/describe-write.ts';
import { uniqueAttributes, uniqueKeysOf, withFormattedName, withoutSecrets } from '../rules/resource-rules.ts';
import { withTakenValue } from '../rules/taken-value.ts';
import type { Decide, MembershipFailure, ResourceWrite, WriteOutcome } from '../ports/outbound/resource-repository.ts';
import type { ChangeRequest, Preconditions } from '../ports/inbound/requests.ts';
import type { ChangeFailure } from '../ports/inbound/scim-service.ts';
import { setsOf, type ScimDependencies } from './dependencies.ts';
import type { SetNeeded, SetsInHand } from './sets-in-hand.ts';
import { causeOf, whileTelling } from './telling-writes.ts';

/** What a request makes of a document. */
export interface Revision {
  readonly document: Complex;
  readonly memberships: readonly MembershipStep[];
  /** An unknown id fails the write, whatever the policy: see `ReadMembers`. */
  readonly membersMustExist?: true;
  readonly ignored: readonly IgnoredAttribute[];
}

/** What a write does with unknown member ids. Ids that were sent as bare texts must exist, whatever the policy. */
export const onUnknownMembers = (
  { skipUnknownMembers }: InteropPolicy,
  { membersMustExist }: Pick<Revision, 'membersMustExist'>,
): ResourceWrite['unknownMembers'] => (skipUnknownMembers && membersMustExist !== true ? 'skip' : 'refuse');

/** Decides on If-Match, then on If-None-Match; a missing header always holds. RFC 7644 section 3.14, RFC 9110 section 13.2.2. */
export const checkPreconditions = (
  { resourceType, id, version }: Pick<Resource, 'resourceType' | 'id' | 'version'>,
  { ifMatch, ifNoneMatch }: Preconditions,
): Result.Result<void, PreconditionFailed> => {
  const fail = (header: PreconditionFailed['header']) =>
    Result.fail(new PreconditionFailed({ header, resourceType, id }));
  if (ifMatch !== undefined && !isEntityTags(ifMatch)) {
    return Result.fail(new PreconditionFailed({ header: 'If-Match', resourceType, id, malformed: ifMatch }));
  }
  if (ifMatch !== undefined && !matchesEntityTag(ifMatch, version)) return fail('If-Match');
  if (ifNoneMatch !== undefined && matchesEntityTag(ifNoneMatch, version)) return fail('If-None-Match');
  return Result.void;
};

/** What a change did, with the difference between the documents. */
interface ChangeOutcome extends WriteOutcome {
  readonly changes: readonly AttributeChange[];
}

interface Change<Failure> {
  readonly operation: WriteNotes['operation'];
  readonly withMemberships: boolean;
  readonly revise: (type: ResourceType, current: Complex) => Result.Result<Revision, Failure>;
}

/**
 * Makes the atomic change of a resource. `revise` gets the current document and returns the new one. Required attributes,
 * secrets, unique keys and the formatted name are handled here.
 */
export const makeChangeResource =
  (deps: ScimDependencies, sets: SetsInHand = setsOf(deps)) =>
  <Failure>(
    { type, id, caller, ...preconditions }: ChangeRequest,
    { operation, withMemberships, revise }: Change<Failure>,
  ): Effect.Effect<ChangeOutcome, Failure | ChangeFailure | MembershipFailure> =>
    Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis;
      const unique = uniqueAttributes(type, deps.policy);
      // The store may ask more than once; the last decision is the one that it stored.
      let decided: { readonly changes: readonly AttributeChange[]; readonly document: Complex } = {
        changes: [],
        document: {},
      };
      const outcome = yield* whileTelling(sets, type, (tell) => {
        const decide: Decide<Failure | PreconditionFailed | InvalidValue | SetNeeded> = (current, mappingVersion) =>
          Result.gen(function* () {
            yield* checkPreconditions(current, preconditions);
            const revision = yield* revise(type, current.document);
            yield* checkRequired(type, revision.document, revision.ignored);
            const document = withFormattedName(current.document, withoutSecrets(type, revision.document));
            yield* checkLengths(type, current.document, document);
            const changes = diffDocuments(type, current.document, document);
            decided = { changes, document };
            const rewritten = changes.length > 0;
            const notes = {
              at,
              cause: causeOf(deps, caller),
              happening: 'changed',
              before: current.document,
              rewritten,
            } as const;
            const { describeEvents, ...told } = yield* tell(notes, mappingVersion);
            return {
              kind: 'write',
              at,
              document: rewritten ? document : current.document,
              uniqueKeys: uniqueKeysOf(unique, document),
              memberships: revision.memberships,
              unknownMembers: onUnknownMembers(deps.policy, revision),
              withMemberships,
              ...told,
              describe: describeWrite({ at, caller, operation, changes, ignored: revision.ignored, describeEvents }),
            };
          });
        return deps.resources.change({ resourceType: type.name, id }, decide);
      }).pipe(Effect.mapError((failure) => withTakenValue(type, decided.document, failure)));
      return { ...outcome, changes: decided.changes };
    });
