// What the writes of one organisation tell the platform: of people by the mapping sets in hand, of groups without any.
import type * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Caller } from '../activity/activity-record.ts';
import { describeGroup, describeUser, type DescribeEvents, type EventNotes } from '../events/describe-events.ts';
import type { EventCause } from '../events/directory-event.ts';
import { USER_TYPE, type SetNeeded, type SetsInHand, type Telling } from './sets-in-hand.ts';
import type { ScimDependencies } from './dependencies.ts';

/** What one write tells. */
export interface Told {
  /** Of a user: the version of the set by which it is told of. */
  readonly mappingVersion?: number;
  readonly describeEvents: DescribeEvents;
}

/** What is told of a write; `mappingVersion` is that of the set by which its user was told of before, absent of a creation. */
type Tell = (notes: EventNotes, mappingVersion?: number) => Result.Result<Told, SetNeeded>;

const tellBy =
  ({ newest, toldBy }: Telling): Tell =>
  (notes, mappingVersion) =>
    Result.map(mappingVersion === undefined ? Result.succeed(undefined) : toldBy(mappingVersion), (before) => ({
      mappingVersion: newest.version,
      describeEvents: describeUser({ ...notes, telling: newest, toldBy: before }),
    }));

const tellOfGroup: Tell = (notes) => Result.succeed({ describeEvents: describeGroup(notes) });

/** Who caused a write, as events say it. */
export const causeOf = ({ causeKind = 'scim' }: Pick<ScimDependencies, 'causeKind'>, caller: Caller): EventCause => ({
  kind: causeKind,
  requestId: caller.requestId,
  token: caller.tokenFingerprint,
});

/** Of resources that are neither people nor groups the platform is told nothing. */
const tellNothing: Tell = () => Result.succeed({ describeEvents: () => [] });

/** Attempts a write of a resource of a type, and again when its user is to be told of by another set than those in hand. */
export const whileTelling = <Answer, Failure>(
  sets: SetsInHand,
  type: ResourceType,
  attempt: (tell: Tell) => Effect.Effect<Answer, Failure>,
): Effect.Effect<Answer, Exclude<Failure, SetNeeded> | StorageUnavailable> => {
  if (type.name === USER_TYPE) return sets.telling((telling) => attempt(tellBy(telling)));
  const tell = type.definition.membership?.side === 'group' ? tellOfGroup : tellNothing;
  // Neither needs a set.
  return attempt(tell) as Effect.Effect<Answer, Exclude<Failure, SetNeeded>>;
};
