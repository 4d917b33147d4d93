// From what is to be written to what a commit stores and its caller is told. Reads, but changes nothing.
import { sameValue, type Complex, type MembershipReference, type Resource } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import {
  MembershipCycle,
  type MembershipFailure,
  type ResourceWrite,
  type WriteOutcome,
} from '@looop-scim/provisioning';
import * as Result from 'effect/Result';
import type { ReadMembersBefore } from './members-before.ts';
import { planMembers, type MembersAfter } from './plan-members.ts';

/** A resource before a write; version and rev are 0 when it is created. */
export interface ResourceBefore {
  readonly o: string;
  readonly type: ResourceType;
  readonly id: string;
  readonly rev: number;
  readonly version: number;
  readonly created: number;
  readonly lastModified: number;
  readonly document: Complex;
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
  readonly membershipsOf: (o: string, type: ResourceType, id: string) => Promise<readonly MembershipReference[]>;
}

const NO_MEMBERS: MembersAfter = { members: new Map(), added: [], removed: [], unknown: [] };

const byId = (left: MembershipReference, right: MembershipReference): number => (left.id < right.id ? -1 : 1);

/** Plans writes. Fails: `UnknownMembers`; `MembershipCycle`, as far as a group within itself goes. */
export type PlanWrite = (
  before: ResourceBefore,
  write: ResourceWrite,
) => Promise<Result.Result<PlannedWrite, MembershipFailure>>;

/** Makes the planning. */
export const makePlanWrite = ({ readMembersBefore, groupTypes, membershipsOf }: PlanningAccess): PlanWrite => {
  const membersAfter = async (
    { o, id, type, version }: ResourceBefore,
    write: ResourceWrite,
  ): Promise<Result.Result<MembersAfter, MembershipFailure>> => {
    const shown = write.withMemberships && version > 0;
    if (type.definition.membership?.side !== 'group' || (write.memberships.length === 0 && !shown)) {
      return Result.succeed(NO_MEMBERS);
    }
    const before = await readMembersBefore({ o, id, type, exists: version > 0 }, write);
    const after = planMembers(type, before, write);
    return Result.flatMap(after, (members): Result.Result<MembersAfter, MembershipFailure> =>
      members.added.includes(id) ? Result.fail(new MembershipCycle({ memberId: id })) : Result.succeed(members),
    );
  };

  const shownMemberships = async (
    { o, id, type, version }: ResourceBefore,
    { members }: MembersAfter,
  ): Promise<readonly MembershipReference[]> => {
    if (type.definition.membership?.side === 'group') return [...members.values()].toSorted(byId);
    return version === 0 || type.membership === undefined ? [] : await membershipsOf(o, type, id);
  };

  return async (before, write) => {
    const found = await membersAfter(before, write);
    if (Result.isFailure(found)) return Result.fail(found.failure);
    const { members, added, removed, unknown } = found.success;
    const { type, id, version, created } = before;
    const rewritten = version === 0 || !sameValue(before.document, write.document);
    const changed = rewritten || added.length + removed.length > 0;
    const resource: Resource = {
      resourceType: type.name,
      id,
      version: changed ? version + 1 : version,
      created,
      lastModified: changed ? Math.max(before.lastModified, write.at) : before.lastModified,
      document: write.document,
      ...(write.withMemberships &&
        type.membership !== undefined && { memberships: await shownMemberships(before, found.success) }),
    };
    const nested = added.filter((member) => groupTypes.has(members.get(member)?.resourceType ?? ''));
    const outcome: WriteOutcome = {
      resource,
      changed,
      membersAdded: added,
      membersRemoved: removed,
      membersUnknown: unknown,
    };
    return Result.succeed({ outcome, recorded: write.describe(outcome), rewritten, nested });
  };
};
