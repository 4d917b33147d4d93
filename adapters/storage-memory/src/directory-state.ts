// Everything of one organisation in maps, and the only place that changes it: a commit is computed first and put in place after.
import type { Complex, MembershipReference, Resource } from '@looop-scim/scim/attribute';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { displayOf, nameOf } from '@looop-scim/provisioning';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import type { UniqueKey } from '@looop-scim/provisioning/ports';
import { byId, membershipTypes } from '@looop-scim/provisioning/storage-support';
import { addActivity, addEvents, emptyLogs, eraseFrom, type Logs } from './memory-logs.ts';
import type { Records } from './memory-records.ts';
import type { Revisions } from './memory-revisions.ts';

/** A resource with what is kept beside its document; `members` is empty for a user. */
export interface StoredResource {
  readonly resourceType: string;
  readonly id: string;
  readonly version: number;
  readonly created: number;
  readonly lastModified: number;
  /** Version of the schema that the document was stored under. */
  readonly schemaVersion: number;
  readonly document: Complex;
  readonly uniqueKeys: readonly UniqueKey[];
  /** Of a user: the mapping set by which the events told of it last. */
  readonly mappingVersion?: number;
  /** Ids of direct members. */
  readonly members: ReadonlySet<string>;
}

/** Resources by id, and what was recorded with their writes. */
export interface DirectoryState {
  /** Names of the types whose resources can be members. */
  readonly memberTypes: ReadonlySet<string>;
  readonly resources: Map<string, StoredResource>;
  /** Id of the resource that holds a key, by the text of the key. */
  readonly keyHolders: Map<string, string>;
  readonly logs: Logs;
  readonly revisions: Revisions;
  readonly records: Records;
}

/** A write that is fully decided and can no longer fail. */
export interface Commit {
  readonly puts: readonly StoredResource[];
  readonly removed?: StoredResource;
  /** Whether the values of what is removed go from the activity. */
  readonly erases?: boolean;
  /** Absent when no request asked for the commit. */
  readonly activity?: ActivityRecord;
  readonly events: readonly DirectoryEvent[];
}

/** An organisation without resources. */
export const emptyDirectory = (registry: SchemaRegistry): DirectoryState => ({
  memberTypes: membershipTypes(registry),
  resources: new Map(),
  keyHolders: new Map(),
  logs: emptyLogs(),
  revisions: new Map(),
  records: new Map(),
});

/** One text for a unique key of a resource type; no two keys share it. */
export const keyText = (resourceType: string, { attribute, key }: UniqueKey): string =>
  JSON.stringify([resourceType, attribute, key]);

const releaseKeys = ({ keyHolders }: DirectoryState, { resourceType, uniqueKeys }: StoredResource): void => {
  for (const key of uniqueKeys) keyHolders.delete(keyText(resourceType, key));
};

/** Puts a commit in place. */
export const apply = (state: DirectoryState, { puts, removed, erases, activity, events }: Commit): void => {
  if (removed !== undefined) {
    releaseKeys(state, removed);
    state.resources.delete(removed.id);
  }
  for (const resource of puts) {
    const before = state.resources.get(resource.id);
    if (before !== undefined) releaseKeys(state, before);
    for (const key of resource.uniqueKeys) state.keyHolders.set(keyText(resource.resourceType, key), resource.id);
    state.resources.set(resource.id, resource);
  }
  if (activity !== undefined) addActivity(state.logs, activity);
  addEvents(state.logs, events);
  if (removed !== undefined && erases === true) eraseFrom(state.logs, removed.id, nameOf(removed.document));
};

const referenceTo = ({ id, resourceType, document }: StoredResource): MembershipReference => {
  const display = displayOf(document);
  return { id, resourceType, ...(display !== undefined && { display }) };
};

/** References to the resources of these ids, ordered by id. */
export const referencesTo = (state: DirectoryState, ids: Iterable<string>): readonly MembershipReference[] =>
  [...ids]
    .flatMap((id) => state.resources.get(id) ?? [])
    .map(referenceTo)
    .toSorted(byId);

/** Whether the organisation has a user or group of this id. */
export const isKnownMember = ({ resources, memberTypes }: DirectoryState, id: string): boolean =>
  memberTypes.has(resources.get(id)?.resourceType ?? '');

/** The groups of which the resource is a direct member. */
export const groupsOf = (state: DirectoryState, id: string): readonly StoredResource[] =>
  [...state.resources.values()].filter(({ members }) => members.has(id));

/** The resources of a type, ordered by id. */
export const resourcesOfType = (state: DirectoryState, resourceType: string): readonly StoredResource[] =>
  [...state.resources.values()].filter((resource) => resource.resourceType === resourceType).toSorted(byId);

/** A stored resource as the port shows it, without memberships. */
export const shown = ({
  uniqueKeys: _keys,
  members: _members,
  schemaVersion: _schema,
  mappingVersion: _mapping,
  ...resource
}: StoredResource): Resource => resource;
