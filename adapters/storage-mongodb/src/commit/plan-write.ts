// From what is to be written to what a commit stores and its caller is told. Reads, but changes nothing.
import type { MembershipReference, Resource } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import {
  MembershipCycle,
  type MembershipFailure,
  type ResourceWrite,
  type WriteOutcome,
} from '@looop-scim/provisioning/ports';
import {
  applyMembershipSteps,
  byId,
  isRewritten,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  type BoundSchema,
  type MembersAfter,
} from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import type { ReadMembersBefore } from './members-before.ts';

/** A resource before a write; version and rev are 0 when it is created. */
export interface ResourceBefore {
  readonly organisation: OrganisationId;
  readonly type: ResourceType;
  readonly schema: BoundSchema;
  readonly resource: Resource;
  readonly rev: number;
  /** Version of the schema that its document was stored under. */
  readonly storedUnder: number;
  /** Values that it keeps others from having. */
  readonly keys: readonly string[];
}

/** A write in full. */
export interface PlannedWrite {
  readonly outcome: WriteOutcome;
  readonly recorded: ReturnType<ResourceWrite['describe']>;
  /** Whether the document itself becomes another one. */
  readonly rewritten: boolean;
  /** Groups among the members that are added: what a cycle could go through. */
  readonly nested: readonly string[];
}

/** What planning works with. */
export interface PlanningAccess {
  readonly readMembersBefore: ReadMembersBefore;
  /** Names of the types that have members. */
  readonly groupTypes: ReadonlySet<string>;
  /** Groups of a user or members of a group, ordered by id. */
  readonly membershipsOf: (
    organisation: OrganisationId,
    type: ResourceType,
    id: string,
  ) => Promise<readonly MembershipReference[]>;
}

const NO_MEMBERS: MembersAfter = { members: new Map(), ...NO_MEMBERSHIP_CHANGE };

/** Plans writes. Fails: `UnknownMembers`; `MembershipCycle`, as far as a group within itself goes. */
export type PlanWrite = (
  before: ResourceBefore,
  write: ResourceWrite,
) => Promise<Result.Result<PlannedWrite, MembershipFailure>>;

/** Makes the planning. */
export const makePlanWrite = ({ readMembersBefore, groupTypes, membershipsOf }: PlanningAccess): PlanWrite => {
  const membersAfter = async (
    { organisation, type, resource: { id, version } }: ResourceBefore,
    write: ResourceWrite,
  ): Promise<Result.Result<MembersAfter, MembershipFailure>> => {
    const shown = write.withMemberships && version > 0;
    if (type.definition.membership?.side !== 'group' || (write.memberships.length === 0 && !shown)) {
      return Result.succeed(NO_MEMBERS);
    }
    const before = await readMembersBefore({ organisation, id, type, exists: version > 0 }, write);
    const after = applyMembershipSteps(type, before, write);
    return Result.flatMap(after, (members): Result.Result<MembersAfter, MembershipFailure> =>
      members.added.includes(id) ? Result.fail(new MembershipCycle({ memberId: id })) : Result.succeed(members),
    );
  };

  const shownMemberships = async (
    { organisation, type, resource: { id, version } }: ResourceBefore,
    { members }: MembersAfter,
  ): Promise<readonly MembershipReference[]> => {
    if (type.definition.membership?.side === 'group') return [...members.values()].toSorted(byId);
    return version === 0 ? [] : await membershipsOf(organisation, type, id);
  };

  return async (before, write) => {
    const found = await membersAfter(before, write);
    if (Result.isFailure(found)) return Result.fail(found.failure);
    const members = found.success;
    const isShown = write.withMemberships && before.type.membership !== undefined;
    const memberships = isShown ? await shownMemberships(before, members) : undefined;
    const outcome = outcomeOf(before.resource, write, members, memberships);
    return Result.succeed({
      outcome,
      recorded: write.describe(outcome),
      rewritten: isRewritten(before.resource, write),
      nested: members.added.filter((member) => groupTypes.has(members.members.get(member)?.resourceType ?? '')),
    });
  };
};
