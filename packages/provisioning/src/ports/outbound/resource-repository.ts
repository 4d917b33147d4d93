// The port behind which the users and groups of ONE organisation are stored. It is handed out per organisation:
// no method takes an organisation's id, so a forgotten tenant clause cannot be written.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type * as Result from 'effect/Result';
import type { Complex, MembershipReference, Resource } from '@looop-scim/scim/attribute';
import type { ResourceNotFound, StorageUnavailable, TooMany, Uniqueness } from '@looop-scim/scim/errors';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { SortOrder } from '@looop-scim/scim/list';
import type { MembershipStep } from '@looop-scim/scim/write';
import type { ActivityRecord } from '../../activity/activity-record.ts';
import type { DirectoryEvent } from '../../events/directory-event.ts';

/** Which resource is meant; an id of another type or another organisation is not found. */
export interface ResourceTarget {
  readonly resourceType: string;
  readonly id: string;
}

/** A value that no other resource of the type may hold: `attribute` in schema spelling, `key` in comparable form. */
export interface UniqueKey {
  readonly attribute: string;
  readonly key: string;
}

/** Members that were refused because the organisation knows no such user or group. */
export class UnknownMembers extends Data.TaggedError('UnknownMembers')<{ readonly ids: readonly string[] }> {}

/** A membership that would make a group contain itself, directly or through other groups. */
export class MembershipCycle extends Data.TaggedError('MembershipCycle')<{ readonly memberId: string }> {}

/** What a write did; the memberships of `resource` are there when the write asked for them. */
export interface WriteOutcome {
  /** As it is after the write; for a deletion as it was before. */
  readonly resource: Resource;
  /** False when document and memberships stayed as they were: then version and lastModified stayed, too. */
  readonly changed: boolean;
  readonly membersAdded: readonly string[];
  readonly membersRemoved: readonly string[];
  /** Ids to be added that the organisation does not know. */
  readonly membersUnknown: readonly string[];
  /** Those among the ids added and removed that are of groups; the others are of users. */
  readonly membersNested: readonly string[];
}

/** Makes what is stored together with a write from its outcome. Pure; may be called more than once. */
export type DescribeWrite = (outcome: WriteOutcome) => {
  readonly activity: ActivityRecord;
  readonly events: readonly DirectoryEvent[];
};

/** What every write of a resource carries. */
export interface ResourceWrite {
  /** Milliseconds since 1970. A lastModified never goes back: the later of this and the stored one counts. */
  readonly at: number;
  readonly document: Complex;
  readonly uniqueKeys: readonly UniqueKey[];
  /** Applied in order to the members of a group; [] for a user. */
  readonly memberships: readonly MembershipStep[];
  /** Whether ids that the organisation does not know are left out or fail the write. */
  readonly unknownMembers: 'skip' | 'refuse';
  /** Whether `WriteOutcome.resource` holds the memberships. */
  readonly withMemberships: boolean;
  /** Of a user: the mapping set by which the events tell of it. Kept with the user when the write changes it. */
  readonly mappingVersion?: number;
  readonly describe: DescribeWrite;
}

/** What is to become of a resource, decided from its current state. */
export type Decision =
  | ({ readonly kind: 'write' } & ResourceWrite)
  | {
      readonly kind: 'delete';
      readonly at: number;
      /**
       * Whether the values of the resource go from activity and events. Of the records about it, this deletion's own included,
       * of those that collided with it, and of those without a resource that have its name stays what `eraseActivity` leaves. Of
       * the events before the deletion stays what `eraseEvent` leaves.
       */
      readonly erases: boolean;
      readonly describe: DescribeWrite;
    }
  | {
      /** Tells of a user by another mapping set. Document, version and lastModified stay, and no activity is recorded. */
      readonly kind: 'retell';
      readonly mappingVersion: number;
      readonly events: readonly DirectoryEvent[];
    };

/** Decides what is to become of a resource; `mappingVersion` is that of the set by which events told of it last. */
export type Decide<Failure> = (current: Resource, mappingVersion: number) => Result.Result<Decision, Failure>;

/** Which resources a list has. */
export interface ResourceQuery {
  readonly resourceType: string;
  readonly filter?: BoundFilter;
  /** Default: by id. Ties are ordered by id. */
  readonly sort?: SortOrder;
  /** 0-based. */
  readonly offset: number;
  /** 0 counts only. */
  readonly limit: number;
  /**
   * Bounds what a page holds in memory: it ends before the resource with which its documents, as JSON, or the memberships that
   * are read with them would come to more characters (UTF-16 units; 160 and the display name a membership) than this; it may end
   * earlier. A first resource that is longer is a page of its own. Absent: no bound.
   * RFC 7644 section 3.4.2.4.
   */
  readonly maxCharacters?: number;
  /** Whether the resources are read with their memberships. */
  readonly withMemberships: boolean;
}

/** A part of a list. */
export interface ResourcePage {
  /** Number of all matches, whatever offset and limit. */
  readonly total: number;
  readonly resources: readonly Resource[];
}

/** A part of the way through the resources of a type. */
export interface WalkQuery {
  readonly resourceType: string;
  /** The id at which the part begins, whether or not a resource has it; absent: at the first one. */
  readonly from?: string;
  /** 1 or more. */
  readonly limit: number;
  /** The part ends before the resource with which its documents, as JSON, would have more characters; it is never empty for that. */
  readonly maxCharacters: number;
}

/** Resources in the order of their ids, without memberships. */
export interface WalkedResources {
  readonly resources: readonly Resource[];
  /** Id of the next resource; absent when there is none. */
  readonly next?: string;
}

/** A part of the way through the members of a group. */
export interface MemberQuery {
  readonly groupId: string;
  /** `next` of the part before; absent: from the first one. */
  readonly after?: string;
  /** 1 or more. */
  readonly limit: number;
}

/** Members of a group, in an order that the storage chooses and keeps. */
export interface WalkedMembers {
  readonly members: readonly MembershipReference[];
  /** Where the way goes on; absent at its end. It means something to the storage alone. */
  readonly next?: string;
}

/** A step of bringing resources up to the definitions of today. */
export interface RefreshStep {
  readonly resourceType: string;
  /** Resources of the step at most; 1 or more. */
  readonly limit: number;
  /** What becomes of a document. Pure; it must take away alone what clients do not see. */
  readonly revise: (document: Complex) => Complex;
}

/** How a write of the membership kind can fail. */
export type MembershipFailure = UnknownMembers | MembershipCycle;

/**
 * Users and groups of one organisation. A write is stored whole (document, unique keys, memberships, activity, events) or
 * not at all, and is durable when its Effect succeeds. Reads see every write acknowledged before.
 *
 * A storage may be opened with limits on the work of one call; a call that needs more fails with `TooMany` and has changed
 * nothing.
 */
export interface ResourceRepository {
  /** The resource, with its memberships (members of a group, groups of a user, ordered by id) if asked for. */
  readonly read: (
    target: ResourceTarget,
    withMemberships: boolean,
  ) => Effect.Effect<Resource, ResourceNotFound | TooMany | StorageUnavailable>;

  /** One part of the list of a type. Equals the pure evaluator's answer over all resources of the organisation. */
  readonly list: (query: ResourceQuery) => Effect.Effect<ResourcePage, TooMany | StorageUnavailable>;

  /**
   * The resources from an id on. It counts nothing and costs what it answers, wherever it begins, so that limits on the work of a
   * call do not concern it.
   */
  readonly walk: (query: WalkQuery) => Effect.Effect<WalkedResources, StorageUnavailable>;

  /**
   * Members of a group, at the same cost. Part after part has every member that was one all the time exactly once; a part may be
   * shorter than asked for. A group that does not exist has none.
   */
  readonly walkMembers: (query: MemberQuery) => Effect.Effect<WalkedMembers, StorageUnavailable>;

  /**
   * Stores a new resource with version 1. `write.memberships` are steps on the empty group.
   * Fails: `Uniqueness` with the resource of the organisation that holds the key (`taken` makes it), here and in `change`.
   */
  readonly create: (
    target: ResourceTarget,
    write: ResourceWrite,
  ) => Effect.Effect<WriteOutcome, Uniqueness | MembershipFailure | TooMany | StorageUnavailable>;

  /**
   * Changes or deletes a resource in one atomic step: `decide` sees the current state (without memberships), and what it
   * decides is stored before any other write of the resource. `decide` is pure and may be called again when another write
   * came first. A document that was stored under newer definitions is not replaced: the failure is a `StorageUnavailable` whose
   * cause is a `SchemaOutdated`. A deletion removes the memberships of both sides and frees the unique keys; groups that lose a member so
   * get a new version. A deletion that erases does so in the same commit, or leaves it to steps that survive a crash.
   */
  readonly change: <Failure>(
    target: ResourceTarget,
    decide: Decide<Failure>,
  ) => Effect.Effect<
    WriteOutcome,
    Failure | ResourceNotFound | Uniqueness | MembershipFailure | TooMany | StorageUnavailable
  >;

  /** Ids of users of whom the events told by a mapping set before `version` last, at most `limit`, by an index. */
  readonly behindMapping: (version: number, limit: number) => Effect.Effect<readonly string[], StorageUnavailable>;
  /**
   * Brings resources that were stored under a version before `StoredSchema.refreshBelow` up to this schema: what they are found by,
   * and their documents. Version and lastModified stay. The result is how many there were in this step; 0 when there are none left.
   * Any process may do any step, at the same time as others and between requests.
   */
  readonly refresh: (step: RefreshStep) => Effect.Effect<number, StorageUnavailable>;
}
