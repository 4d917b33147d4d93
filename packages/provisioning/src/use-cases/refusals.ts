// Requests that are refused leave a trace in the activity, too: the administrator sees what failed and why.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { InvalidValue, type ScimFailure } from '@looop-scim/scim/errors';
import { errorMessage } from '@looop-scim/scim/message';
import type { ActivityFailure, ActivityRecord, CallerOfWrite, KeptRequest } from '../activity/activity-record.ts';
import { beginningOf, SAMPLE_CHARACTERS, SAMPLE_NAME_CHARACTERS } from '../activity/samples.ts';
import { nameOf } from '../rules/resource-rules.ts';
import type { MembershipFailure } from '../ports/outbound/resource-repository.ts';
import type { ScimDependencies } from './dependencies.ts';

/** What is known of a refused request. */
type RefusedRequest = Pick<ActivityRecord, 'operation' | 'resourceType' | 'resourceId' | 'resourceName'> & {
  readonly caller: CallerOfWrite;
};

/** The resource that a refused request meant. */
interface Meant {
  readonly name?: string | undefined;
  readonly version?: number;
}

/** Turns what a store says of memberships into the protocol's failure, naming each member. */
const asInvalidValue = (failure: MembershipFailure): InvalidValue =>
  failure._tag === 'UnknownMembers'
    ? new InvalidValue({
        attribute: 'members',
        reason: `must be ids of users and groups of the organisation; unknown ${failure.ids.length === 1 ? 'id' : 'ids'}`,
        received: failure.ids,
      })
    : new InvalidValue({
        attribute: 'members',
        reason: 'must not have a group that contains this group already, directly or through other groups',
        received: failure.memberId,
      });

const isMembershipFailure = (failure: ScimFailure | MembershipFailure): failure is MembershipFailure =>
  failure._tag === 'UnknownMembers' || failure._tag === 'MembershipCycle';

const isControl = (character: string): boolean => character < ' ' || (character >= '\u007f' && character <= '\u009f');

/** Names by which people know what a body asks for, in the spelling in which keys are compared. */
const NAMES = ['username', 'displayname'];

/**
 * The userName, else the displayName that a body asks for, whatever else is wrong with it; undefined where there is no readable
 * one. Keys are found in any case, as readers of bodies do.
 */
export const requestedName = (body: unknown): string | undefined => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(body);
  for (const name of NAMES) {
    for (const [key, value] of entries) {
      if (key.toLowerCase() !== name || typeof value !== 'string') continue;
      const text = value.trim();
      const isReadable = text !== '' && text.length <= SAMPLE_NAME_CHARACTERS && ![...text].some(isControl);
      if (isReadable) return text;
    }
  }
  return undefined;
};

/** What is recorded of a failure. */
export const recordedFailure = (failure: ScimFailure): ActivityFailure => {
  const { detail } = errorMessage(failure).body;
  const existingId = failure._tag === 'Uniqueness' ? failure.holder?.id : undefined;
  return {
    kind: failure._tag,
    detail: beginningOf(detail, SAMPLE_CHARACTERS),
    ...(existingId !== undefined && { existingId }),
  };
};

/** What is kept of a request about nobody: no deletion will ever erase its values. */
const withoutBody = (sent: KeptRequest | undefined): KeptRequest | undefined => {
  if (sent?.body === undefined) return sent;
  const { body: _body, ...rest } = sent;
  return { ...rest, isCut: true };
};

/**
 * Records the refusal of a write and lets the failure pass, membership failures as `InvalidValue`. A storage that is
 * unavailable is not recorded: there is nowhere to record it.
 */
export const makeRecordRefusals = ({ activity, resources }: Pick<ScimDependencies, 'activity' | 'resources'>) => {
  /** Name and version of the resource that was meant; empty where there is none. */
  const meantNow = ({ resourceType, resourceId }: RefusedRequest, failure: ScimFailure) =>
    resourceType === undefined || resourceId === undefined || failure._tag === 'ResourceNotFound'
      ? Effect.succeed({})
      : resources.read({ resourceType, id: resourceId }, false).pipe(
          Effect.map(({ document, version }): Meant => ({ name: nameOf(document), version })),
          Effect.orElseSucceed((): Meant => ({})),
        );

  const record = Effect.fnUntraced(function* (request: RefusedRequest, failure: ScimFailure) {
    if (failure._tag === 'StorageUnavailable') return;
    const at = yield* Clock.currentTimeMillis;
    const { caller, ...refused } = request;
    const { request: sent, ...sender } = caller;
    const kept = failure._tag === 'ResourceNotFound' ? withoutBody(sent) : sent;
    const meant: Meant = refused.resourceName === undefined ? yield* meantNow(request, failure) : {};
    const name = refused.resourceName ?? meant.name;
    const refusal: ActivityRecord = {
      at,
      caller: sender,
      ...refused,
      ...(kept !== undefined && { request: kept }),
      ...(kept !== undefined && meant.version !== undefined && { resourceVersion: meant.version }),
      ...(name !== undefined && { resourceName: beginningOf(name, SAMPLE_NAME_CHARACTERS) }),
      outcome: 'refused',
      failure: recordedFailure(failure),
      changes: [],
      ignored: [],
    };
    yield* Effect.ignore(activity.append(refusal));
  });

  return <Answer, Failure extends ScimFailure>(
    request: RefusedRequest,
    write: Effect.Effect<Answer, Failure | MembershipFailure>,
  ): Effect.Effect<Answer, Exclude<Failure, MembershipFailure> | InvalidValue> =>
    write.pipe(
      Effect.mapError((failure) =>
        // Every other failure is one of the protocol; Exclude cannot see that through the type parameter.
        isMembershipFailure(failure) ? asInvalidValue(failure) : (failure as Exclude<Failure, MembershipFailure>),
      ),
      Effect.tapError((failure) => record(request, failure)),
    );
};
