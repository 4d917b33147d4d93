// Requests that are refused leave a trace in the activity, too: the administrator sees what failed and why.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { InvalidValue, type ScimFailure } from '@looop-scim/scim/errors';
import { errorMessage } from '@looop-scim/scim/message';
import type { ActivityOperation, Caller } from '../activity/activity-record.ts';
import type { MembershipFailure } from '../ports/outbound/resource-repository.ts';
import type { ScimDependencies } from './dependencies.ts';

/** What is known of a refused request. */
interface RefusedRequest {
  readonly caller: Caller;
  readonly operation: ActivityOperation;
  readonly resourceType: string;
  readonly resourceId?: string;
}

/** Turns what a store says of memberships into the protocol's failure, naming each member. */
const asInvalidValue = (failure: MembershipFailure): InvalidValue =>
  failure._tag === 'UnknownMembers'
    ? new InvalidValue({
        attribute: 'members',
        reason: `the organisation has no user or group with the id ${failure.ids.join(', ')}`,
      })
    : new InvalidValue({
        attribute: 'members',
        reason: `the group ${failure.memberId} contains this group already, directly or through other groups`,
      });

const isMembershipFailure = (failure: ScimFailure | MembershipFailure): failure is MembershipFailure =>
  failure._tag === 'UnknownMembers' || failure._tag === 'MembershipCycle';

/**
 * Records the refusal of a write and lets the failure pass, membership failures as `InvalidValue`. A storage that is
 * unavailable is not recorded: there is nowhere to record it.
 */
export const makeRecordRefusals = ({ activity }: Pick<ScimDependencies, 'activity'>) => {
  const record = Effect.fnUntraced(function* (request: RefusedRequest, failure: ScimFailure) {
    if (failure._tag === 'StorageUnavailable') return;
    const at = yield* Clock.currentTimeMillis;
    const { detail } = errorMessage(failure).body;
    const refusal = { at, ...request, outcome: 'refused', changes: [], ignored: [] } as const;
    yield* activity.append({ ...refusal, failure: { kind: failure._tag, detail } }).pipe(Effect.ignore);
  });

  return <Answer, Failure extends ScimFailure>(
    request: RefusedRequest,
    write: Effect.Effect<Answer, Failure | MembershipFailure>,
  ): Effect.Effect<Answer, Exclude<Failure, MembershipFailure> | InvalidValue> =>
    write.pipe(
      Effect.mapError((failure) =>
        // What is no membership failure is one of the protocol's; Exclude cannot see that through the type parameter.
        isMembershipFailure(failure) ? asInvalidValue(failure) : (failure as Exclude<Failure, MembershipFailure>),
      ),
      Effect.tapError((failure) => record(request, failure)),
    );
};
