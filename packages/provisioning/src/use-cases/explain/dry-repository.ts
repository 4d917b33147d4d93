// A storage that is asked and never written: what a write would do, decided by the rules by which the storages decide.
import * as Effect from 'effect/Effect';
import type { MembershipReference, Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound, type StorageUnavailable, type Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { ActivityRecord } from '../../activity/activity-record.ts';
import {
  MembershipCycle,
  type MembershipFailure,
  type ResourceRepository,
  type ResourceTarget,
  type ResourceWrite,
  type WriteOutcome,
} from '../../ports/outbound/resource-repository.ts';
import { applyMembershipSteps, namedMembers } from '../../storage-support/apply-membership-steps.ts';
import { taken } from '../../storage-support/taken.ts';
import {
  deletionOutcome,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  retellOutcome,
  unborn,
  type MembershipChange,
} from '../../storage-support/write-outcome.ts';
import type { DryFacts } from './dry-facts.ts';

/** What a write would have stored. */
export interface DryWrite {
  readonly outcome: WriteOutcome;
  readonly activity: ActivityRecord;
  readonly isDeletion: boolean;
  /** What becomes of the members is not told: the group is too large. */
  readonly hasUntoldMembers: boolean;
}

/** A repository for one write, and what the write would have stored. */
export interface DryRepository {
  readonly resources: ResourceRepository;
  readonly written: () => DryWrite | undefined;
}

/** What a dry repository answers from. */
export interface DryRepositoryParts {
  readonly facts: DryFacts;
  readonly registry: SchemaRegistry;
  /** For what is only read. */
  readonly storage: ResourceRepository;
}

/** Groups that are looked at for a circle. */
const MOST_GROUPS = 1000;

const keyed = (references: readonly MembershipReference[]) =>
  new Map(references.map((reference) => [reference.id, reference]));

/** Whether a group is reached from a member, through members of groups. */
const reaches = Effect.fnUntraced(function* (
  { members }: DryFacts,
  groupType: string,
  [start, groupId]: readonly [MembershipReference, string],
): Effect.fn.Return<boolean, StorageUnavailable> {
  const open = [start];
  const seen = new Set<string>();
  for (let one = open.pop(); one !== undefined && seen.size < MOST_GROUPS; one = open.pop()) {
    if (one.id === groupId) return true;
    if (one.resourceType !== groupType || seen.has(one.id)) continue;
    seen.add(one.id);
    open.push(...((yield* members(one.id)) ?? []));
  }
  return false;
});

type Members = MembershipChange | 'untold';

/** Makes a repository for one write. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeDryRepository = ({ facts, registry, storage }: DryRepositoryParts): DryRepository => {
  let written: DryWrite | undefined;

  const changeMembers = Effect.fnUntraced(function* (
    type: ResourceType,
    id: string,
    write: ResourceWrite,
  ): Effect.fn.Return<Members, MembershipFailure | StorageUnavailable> {
    if (write.memberships.length === 0) return NO_MEMBERSHIP_CHANGE;
    const current = yield* facts.members(id);
    const named = yield* Effect.forEach(namedMembers(write.memberships), facts.member);
    const known = keyed([...named.filter((one) => one !== undefined), { id, resourceType: type.name }]);
    const after = yield* Effect.fromResult(applyMembershipSteps(type, { current: keyed(current ?? []), known }, write));
    for (const memberId of after.added) {
      const reference = known.get(memberId);
      if (reference === undefined || !(yield* reaches(facts, type.name, [reference, id]))) continue;
      return yield* new MembershipCycle({ memberId });
    }
    return current === undefined ? 'untold' : after;
  });

  const checkUnique = Effect.fnUntraced(function* (
    { resourceType, id }: ResourceTarget,
    { uniqueKeys }: ResourceWrite,
  ): Effect.fn.Return<void, Uniqueness | StorageUnavailable> {
    for (const key of uniqueKeys) {
      const holder = yield* facts.holder(resourceType, key);
      if (holder !== undefined && holder.id !== id) return yield* taken(resourceType, key, holder);
    }
  });

  const store = Effect.fnUntraced(function* (
    before: Resource,
    write: ResourceWrite,
  ): Effect.fn.Return<WriteOutcome, Uniqueness | MembershipFailure | StorageUnavailable> {
    const type = registry.resourceType(before.resourceType);
    yield* checkUnique(before, write);
    const members = type === undefined ? NO_MEMBERSHIP_CHANGE : yield* changeMembers(type, before.id, write);
    const outcome = outcomeOf(before, write, members === 'untold' ? NO_MEMBERSHIP_CHANGE : members);
    const { activity } = write.describe(outcome);
    written = { outcome, activity, isDeletion: false, hasUntoldMembers: members === 'untold' };
    return outcome;
  });

  const change: ResourceRepository['change'] = (target, decide) =>
    Effect.gen(function* () {
      const current = yield* facts.resource(target.resourceType, target.id);
      if (current === undefined) return yield* new ResourceNotFound(target);
      // The events of a write are not looked at, so that no mapping set is newer than the one in hand.
      const decision = yield* Effect.fromResult(decide(current, 0));
      if (decision.kind === 'retell') return retellOutcome(current);
      if (decision.kind === 'write') return yield* store(current, decision);
      const outcome = deletionOutcome(current);
      written = { outcome, activity: decision.describe(outcome).activity, isDeletion: true, hasUntoldMembers: false };
      return outcome;
    });

  return {
    resources: {
      ...storage,
      create: ({ resourceType, id }, write) => store(unborn(resourceType, id, write.at), write),
      change,
    },
    written: () => written,
  };
};
