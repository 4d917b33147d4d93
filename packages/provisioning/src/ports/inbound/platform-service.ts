// The inbound port of the learning platform: the people and groups of one organisation as it works with them. It is made for one
// organisation, so no method takes an organisation.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { MembershipReference } from '@looop-scim/scim/attribute';
import type { InvalidCursor, ResourceNotFound, StorageUnavailable } from '@looop-scim/scim/errors';
import type { Caller } from '../../activity/activity-record.ts';
import type { MappedProfile } from '../../mapping/explain.ts';
import type { ProfileValue } from '../../mapping/profile.ts';
import type { ChangeFailure } from './scim-service.ts';

/** What every resource has. */
interface PlatformResource {
  readonly id: string;
  /** The identity provider's own id. */
  readonly externalId?: string;
  /** Grows with every change. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A person, with the profile that the mapping set in force makes. */
export interface PlatformUser extends PlatformResource, MappedProfile {
  readonly userName: string;
  readonly active: boolean;
  /** Version of the mapping set; 0 is the default set. */
  readonly mappingVersion: number;
}

/** A group, without its members. */
export interface PlatformGroup extends PlatformResource {
  readonly displayName: string;
}

/** A request for a page. */
export interface PlatformPageRequest {
  /** `next` of the page before; absent: the first page. */
  readonly cursor?: string;
  /** 1 to 1000. A page may be shorter; whether another one follows is said by `next` alone. */
  readonly limit: number;
}

/** A page. Whoever follows `next` to the end meets everything exactly once that is there all the time. */
export interface PlatformPage<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. Only this organisation and this list understand it; it does not expire. */
  readonly next?: string;
}

/** A page of people or groups. */
export interface PlatformList<Item> extends PlatformPage<Item> {
  /**
   * Where the feed stood before the first page was read, the same on all pages: whoever reads all of them and then the events after
   * it has missed nothing.
   */
  readonly feedPosition: number;
}

/** A field that cannot be written. */
export interface ProfileFault {
  readonly field: string;
  readonly reason: string;
}

/** A change of a profile that was refused as a whole, with every field at fault. */
export class ProfileRefused extends Data.TaggedError('ProfileRefused')<{ readonly faults: readonly ProfileFault[] }> {}

/** A change of a profile. */
export interface ProfileChangeRequest {
  readonly id: string;
  /** New values by field; null clears a field. */
  readonly changes: Readonly<Record<string, ProfileValue | null>>;
  /** As sent: the change is made only while the person has this version. RFC 9110 section 13.1.1. */
  readonly ifMatch?: string;
  readonly caller: Caller;
}

/** How a page may fail. */
export type PageFailure = InvalidCursor | StorageUnavailable;

/** How the reading of one resource may fail. */
export type PlatformReadFailure = ResourceNotFound | StorageUnavailable;

/** People and groups for the learning platform. */
export interface PlatformService {
  /** All people in the order of their ids, inactive ones included. */
  readonly users: (request: PlatformPageRequest) => Effect.Effect<PlatformList<PlatformUser>, PageFailure>;

  readonly user: (id: string) => Effect.Effect<PlatformUser, PlatformReadFailure>;

  /** All groups in the order of their ids. */
  readonly groups: (request: PlatformPageRequest) => Effect.Effect<PlatformList<PlatformGroup>, PageFailure>;

  readonly group: (id: string) => Effect.Effect<PlatformGroup, PlatformReadFailure>;

  /** The direct members of a group, people and groups, in no particular order. */
  readonly members: (
    groupId: string,
    request: PlatformPageRequest,
  ) => Effect.Effect<PlatformPage<MembershipReference>, PageFailure | ResourceNotFound>;

  /**
   * Writes fields of a profile back to the attributes that they come from, all or none. Fails: `ProfileRefused` (no such field; no
   * mapping with write-back; a value that its attribute cannot take); `Uniqueness`; `PreconditionFailed`.
   */
  readonly changeProfile: (
    request: ProfileChangeRequest,
  ) => Effect.Effect<PlatformUser, ProfileRefused | ChangeFailure>;
}
