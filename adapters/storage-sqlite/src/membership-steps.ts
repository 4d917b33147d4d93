// Membership steps as set-based statements over the ids of the request, one statement for all of them, so that a change costs what
// it changes and not what the group holds.
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import {
  MembershipCycle,
  UnknownMembers,
  type MembershipFailure,
  type ResourceWrite,
} from '@looop-scim/provisioning/ports';
import { NO_MEMBERSHIP_CHANGE, type MembershipChange } from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import type { Connection } from './connection.ts';
import { membershipScope, membershipsOf } from './filter/membership-to-sql.ts';
import type { ResourceKey } from './resource-rows.ts';
import { sql } from './sql.ts';
import type { StatementCache } from './statement-cache.ts';
import type { Tenant } from './tenants.ts';

/** The group that is written. */
export interface MembershipOwner {
  readonly tenant: Tenant;
  readonly type: ResourceType;
  readonly resource: ResourceKey;
}

/** What the steps work with. */
export interface StepContext {
  readonly connection: Connection;
  readonly cache: StatementCache;
  /** Names of the types whose resources can be members. */
  readonly memberTypes: ReadonlySet<string>;
  /** Names of the types that have members themselves. */
  readonly groupTypes: ReadonlySet<string>;
}

/** Applies steps in order, in a transaction. Fails: `UnknownMembers`, when they are to be refused; `MembershipCycle`. */
export type ApplySteps = (
  owner: MembershipOwner,
  write: Pick<ResourceWrite, 'memberships' | 'unknownMembers'>,
) => Result.Result<MembershipChange, MembershipFailure>;

interface Member {
  readonly id: string;
  readonly resource: ResourceKey;
  readonly type: string;
}

/** An id of a step, with the resource that has it. */
type Candidate = { readonly id: string; readonly is_member: number } & (
  { readonly resource: ResourceKey; readonly type: string } | { readonly resource: null; readonly type: null }
);

// `(SELECT ?)`: see `unplanned`.
const prepare = (connection: Connection) => ({
  candidates: connection.prepare<[ResourceKey, string, Tenant], Candidate>(
    `SELECT j.value AS id, x.resource, x.type,
       EXISTS (SELECT 1 FROM memberships m WHERE m.group_resource = ? AND m.member_resource = x.resource) AS is_member
     FROM json_each(?) j LEFT JOIN resources x ON x.tenant = (SELECT ?) AND x.id = j.value
     ORDER BY j.key`,
  ),
  membersAmong: connection.prepare<[string, Tenant, ResourceKey], Member>(
    `SELECT x.id, x.resource, x.type FROM json_each(?) j CROSS JOIN resources x ON x.tenant = (SELECT ?) AND x.id = j.value
       CROSS JOIN memberships m ON m.group_resource = (SELECT ?) AND m.member_resource = x.resource
     ORDER BY j.key`,
  ),
  members: connection.prepare<[ResourceKey], Member>(
    `SELECT x.id, x.resource, x.type FROM memberships m JOIN resources x ON x.resource = m.member_resource
     WHERE m.group_resource = (SELECT ?) ORDER BY x.id`,
  ),
  add: connection.prepare<[ResourceKey, string]>(
    'INSERT INTO memberships (group_resource, member_resource) SELECT ?, value FROM json_each(?)',
  ),
  remove: connection.prepare<[ResourceKey, string]>(
    'DELETE FROM memberships WHERE group_resource = ? AND member_resource IN (SELECT value FROM json_each(?))',
  ),
  // Upwards: the groups around this one are few, while there may be thousands of members below those that were added.
  cyclic: connection
    .prepare<[ResourceKey, string], number>(
      `WITH RECURSIVE around (resource) AS (
         VALUES (?)
         UNION SELECT m.group_resource FROM around CROSS JOIN memberships m ON m.member_resource = around.resource)
       SELECT j.key FROM json_each(?) j WHERE j.value IN (SELECT resource FROM around) ORDER BY j.key LIMIT 1`,
    )
    .pluck(),
});

const resourcesOf = (members: readonly Member[]): string => JSON.stringify(members.map(({ resource }) => resource));

/** Keeps the difference between before and after while steps are applied. */
const makeDifference = () => {
  const added = new Map<string, Member>();
  const removed = new Map<string, Member>();
  const note = (members: readonly Member[], undone: Map<string, Member>, done: Map<string, Member>): void => {
    for (const member of members) if (!undone.delete(member.id)) done.set(member.id, member);
  };
  return {
    added,
    removed,
    noteAdded: (members: readonly Member[]) => note(members, removed, added),
    noteRemoved: (members: readonly Member[]) => note(members, added, removed),
  };
};

/** Makes the application of membership steps on a connection. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeApplySteps = ({ connection, cache, memberTypes, groupTypes }: StepContext): ApplySteps => {
  const statements = prepare(connection);

  const stepsOn = ({ tenant, type, resource: group }: MembershipOwner) => {
    const difference = makeDifference();
    const unknown = new Set<string>();

    const remove = (members: readonly Member[]): void => {
      if (members.length === 0) return;
      statements.remove.run(group, resourcesOf(members));
      difference.noteRemoved(members);
    };
    const add = (ids: readonly string[]): void => {
      const newcomers: Member[] = [];
      const candidates = statements.candidates.all(group, JSON.stringify([...new Set(ids)]), tenant);
      for (const { id, resource, type: typeName, is_member: isMember } of candidates) {
        if (resource === null || !memberTypes.has(typeName)) unknown.add(id);
        else if (isMember === 0) newcomers.push({ id, resource, type: typeName });
      }
      if (newcomers.length === 0) return;
      statements.add.run(group, resourcesOf(newcomers));
      difference.noteAdded(newcomers);
    };
    const matching = (filter: BoundFilter): readonly Member[] => {
      const members = membershipsOf(membershipScope(type, tenant), sql`${group}`, filter);
      const { text, values } = sql`SELECT x.id, x.resource, x.type ${members}`;
      return cache.prepare<Member>(text).all(...values);
    };
    const among = (ids: readonly string[]) => statements.membersAmong.all(JSON.stringify(ids), tenant, group);
    const apply = (step: MembershipStep): void => {
      switch (step.kind) {
        case 'add':
          return add(step.ids);
        case 'remove':
          return remove(among(step.ids).filter(({ type: name }) => step.ofType === undefined || name === step.ofType));
        case 'removeWhere':
          return remove(matching(step.filter));
        case 'replace': {
          const wanted = new Set(step.ids);
          remove(statements.members.all(group).filter(({ id }) => !wanted.has(id)));
          return add(step.ids);
        }
      }
    };
    return { apply, difference, unknown };
  };

  return (owner, { memberships, unknownMembers }) => {
    if (memberships.length === 0) return Result.succeed(NO_MEMBERSHIP_CHANGE);
    const { apply, difference, unknown } = stepsOn(owner);
    const groupsAmong = (members: ReadonlyMap<string, Member>) =>
      [...members.values()].filter(({ type }) => groupTypes.has(type));
    for (const step of memberships) apply(step);
    if (unknown.size > 0 && unknownMembers === 'refuse') return Result.fail(new UnknownMembers({ ids: [...unknown] }));
    const nested = groupsAmong(difference.added);
    const cyclic = nested.length === 0 ? undefined : statements.cyclic.get(owner.resource, resourcesOf(nested));
    const offender = cyclic === undefined ? undefined : nested[cyclic];
    if (offender !== undefined) return Result.fail(new MembershipCycle({ memberId: offender.id }));
    return Result.succeed({
      added: [...difference.added.keys()],
      removed: [...difference.removed.keys()],
      unknown: [...unknown],
      nested: [...nested, ...groupsAmong(difference.removed)].map(({ id }) => id),
    });
  };
};
