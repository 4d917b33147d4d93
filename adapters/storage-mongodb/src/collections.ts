// What is stored: the shapes of the documents, and one name for each collection. The id of the organisation is the first field
// of every index and of every shard key.
import type { ActivityOutcome } from '@looop-scim/provisioning/activity';
import { organisationId, type KeyScope, type OrganisationId } from '@looop-scim/provisioning/organisation';
import type { RecordKind, RevisionKind } from '@looop-scim/provisioning/ports';
import type { Collection, Db } from 'mongodb';

/** JSON-like data that a query can look into; see encoding/. */
export type Encoded = string | number | boolean | readonly Encoded[] | { readonly [key: string]: Encoded };

/** What is still to be done after the commit of a write, like an entry of an outbox; see docs/decisions/0010-one-document-commit.md. */
export interface PendingEffects {
  /** Id of the write: grows with time, so that writes can be finished and activity read in the order of the writes. */
  readonly w: string;
  /** `rev` of the resource as the commit left it: the stamp of the membership rows that are written. */
  readonly rev: number;
  /** Whether membership rows are written; readers of memberships finish such a write first. */
  readonly members: boolean;
  /** JSON of what is to be done (`Effects`); absent when it stands in pieces under the key `w`. */
  readonly payload?: string;
  /** Ids of members that were deleted while they were added; set by the second stage, whose stamp is `rev` + 1. */
  readonly lost?: readonly string[];
}

/** A user, group or other resource; `_id` is made by `resourceKey`. */
export interface ResourceDocument {
  readonly _id: string;
  /** Organisation. */
  readonly o: OrganisationId;
  readonly id: string;
  /** Resource type; '' once the resource is deleted, so that no query finds it. */
  readonly type: string;
  /** Counts every change of this document, also those that no client sees. */
  readonly rev: number;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly lastModified: number;
  /** Of a user: the mapping set by which the events told of it last. */
  readonly mappingVersion?: number;
  /** JSON of displayName, else of userName: how memberships show the resource. */
  readonly display?: string;
  /** JSON of the document in canonical form. */
  readonly document: string;
  /** The document in comparable form, encoded so that filters and sorting can look into it. */
  readonly c: Encoded;
  /** Values by which resources are looked up. */
  readonly lookups: readonly string[];
  /** Version of the schema that document, `c` and `lookups` were stored under; absent, or 0, before the first one. */
  readonly sv?: number;
  /** Values that no other resource of the organisation may have; never empty. */
  readonly keys: readonly string[];
  readonly intent?: PendingEffects;
  /** When the resource was deleted, in milliseconds since 1970: as the deletion says, and by this server's clock. */
  readonly deleted?: number;
  readonly gone?: number;
  /** Of a deleted resource: whether the values of the person go from the activity. */
  readonly erases?: boolean;
}

/** One membership. */
export interface MembershipDocument {
  readonly o: OrganisationId;
  /** Id of the group. */
  readonly g: string;
  /** Id of the member. */
  readonly m: string;
  /** `rev` of the group at the write that the row is of: a row never goes back to an older write. */
  readonly v: number;
  /** When the member was removed, in milliseconds since 1970 by this server's clock; absent while the member is in the group. */
  readonly gone?: number;
}

/** A part of a text too long for the document that it belongs to. */
export interface PieceDocument {
  readonly o: OrganisationId;
  readonly key: string;
  /** 0-based. */
  readonly n: number;
  readonly text: string;
  /** When it was written, in milliseconds since 1970, if it is of no use unless pending effects refer to it. */
  readonly at?: number;
}

/** An activity record. */
export interface ActivityDocument {
  readonly o: OrganisationId;
  /** Id of the write. */
  readonly w: string;
  /** When the request was made, in milliseconds since 1970. */
  readonly at: number;
  readonly outcome: ActivityOutcome;
  /** Set where something was left out of the request. */
  readonly hasIgnored?: boolean;
  readonly resourceId?: string;
  /** The name in comparable form, of a record without resource. */
  readonly nameKey?: string;
  /** The resource that the request collided with. */
  readonly existingId?: string;
  /** How many requests are counted here, and when the last one was; count is absent for 1. */
  readonly count?: number;
  readonly last: number;
  /** Set once the values of a deleted person are gone. */
  readonly erased?: boolean;
  /** JSON, without count and last. */
  readonly record: string;
}

/** Refusals, or reads, of one kind within a window of time. */
export interface RefusalDocument {
  readonly o: OrganisationId;
  /** SHA-256 of what makes the kind and the window. */
  readonly key: string;
  /** Under which id the activity record stands. */
  readonly w: string;
  /** When the first one and the last one were, in milliseconds since 1970. */
  readonly at: number;
  readonly last: number;
  readonly count: number;
}

/** Requests with a token that nobody issued; `_id` is the beginning of its SHA-256. */
export interface UnknownTokenDocument {
  readonly _id: string;
  readonly hasTokenPrefix: boolean;
  readonly length: number;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** A directory event. */
export interface EventDocument {
  readonly o: OrganisationId;
  /** Sequence number: 1, 2, 3 ... without gaps within an organisation. */
  readonly seq: number;
  /** When the change was made, in milliseconds since 1970. */
  readonly at: number;
  /** Id of the write and position among its events: an event is appended once, however often it is tried. */
  readonly key: string;
  /** Of the feed: the id of the user whose values are in the event, unless it is the event of the deletion; absent once they are gone. */
  readonly person?: string;
  /** Of the event of a deletion in the feed, as long as it has more than ids. */
  readonly lastProfile?: true;
  /** JSON; absent when it stands in pieces under `key`. */
  readonly event?: string;
}

/** A revision of settings. */
export interface RevisionDocument {
  readonly o: OrganisationId;
  readonly kind: RevisionKind;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly author: string;
  /** JSON. */
  readonly content: string;
}

/** A record of low volume that belongs to no organisation. */
export interface RecordDocument {
  readonly kind: RecordKind;
  readonly key: string;
  readonly version: number;
  /** JSON. */
  readonly content: string;
  /** When it ends, in milliseconds since 1970. */
  readonly expires?: number;
}

/** A record of low volume of an organisation. */
export interface OrganisationRecordDocument extends RecordDocument {
  readonly o: OrganisationId;
}

/** An organisation. */
export interface OrganisationDocument {
  readonly _id: OrganisationId;
  readonly name: string;
  readonly scimEnabled: boolean;
  readonly profile: string;
  /** JSON. */
  readonly leniencies: string;
  readonly created: number;
  /** When the organisation was deleted, in milliseconds since 1970; kept until no late write for it can come. */
  readonly removed?: number;
}

/** A provisioning token; `_id` is its SHA-256, whose first digits are the handle. */
export interface TokenDocument {
  readonly _id: string;
  readonly handle: string;
  readonly o: OrganisationId;
  readonly created: number;
  readonly expires?: number;
  readonly revoked?: number;
  readonly lastUsed?: number;
  readonly lastClient?: string;
  readonly subject?: string;
  readonly label?: string;
  readonly scopes?: readonly KeyScope[];
}

/**
 * What all processes share: `schema` (the version of the database), `secret` (of the installation), and `feed:` with the id of
 * an organisation (the last number of an event of it that was removed or came after one that was), and `sequence:` likewise for
 * events of format 1.
 */
export interface SettingDocument {
  readonly _id: string;
  readonly value: string | number;
}

/** Who may change nested groups of an organisation at the moment; `_id` is the organisation. */
export interface GuardDocument {
  readonly _id: OrganisationId;
  readonly holder?: {
    readonly w: string;
    /** `_id` and `rev` of the group that is to be written: a holder that stopped is fenced off by counting `rev` up. */
    readonly group: string;
    readonly rev: number;
  };
}

/** The collections of a database. */
export interface Collections {
  readonly resources: Collection<ResourceDocument>;
  readonly memberships: Collection<MembershipDocument>;
  readonly pieces: Collection<PieceDocument>;
  readonly activity: Collection<ActivityDocument>;
  readonly refusals: Collection<RefusalDocument>;
  readonly feed: Collection<EventDocument>;
  /** Events of format 1, which earlier versions wrote. */
  readonly events: Collection<EventDocument>;
  readonly revisions: Collection<RevisionDocument>;
  readonly records: Collection<OrganisationRecordDocument>;
  readonly installationRecords: Collection<RecordDocument>;
  readonly organisations: Collection<OrganisationDocument>;
  readonly tokens: Collection<TokenDocument>;
  readonly unknownTokens: Collection<UnknownTokenDocument>;
  readonly guards: Collection<GuardDocument>;
  readonly settings: Collection<SettingDocument>;
}

/** Names the collections of a database. */
export const collectionsOf = (database: Db): Collections => ({
  resources: database.collection('resources'),
  memberships: database.collection('memberships'),
  pieces: database.collection('pieces'),
  activity: database.collection('activity'),
  refusals: database.collection('refusals'),
  feed: database.collection('feed'),
  events: database.collection('events'),
  revisions: database.collection('revisions'),
  records: database.collection('records'),
  installationRecords: database.collection('installationRecords'),
  organisations: database.collection('organisations'),
  tokens: database.collection('tokens'),
  unknownTokens: database.collection('unknownTokens'),
  guards: database.collection('guards'),
  settings: database.collection('settings'),
});

/** `_id` of a resource; ids of organisations have no colon. */
export const resourceKey = (organisation: OrganisationId, id: string): string => `${organisation}:${id}`;

/** The organisation and the id that `resourceKey` was made of. */
export const parsedKey = (key: string): { readonly o: OrganisationId; readonly id: string } => {
  const colon = key.indexOf(':');
  return { o: organisationId(key.slice(0, colon)), id: key.slice(colon + 1) };
};
