// A fresh organisation in a storage, and short functions by which cases and laws work with it.
import { foldCase, type Complex, type Resource } from '@looop-scim/scim/attribute';
import type { ResourceNotFound, StorageUnavailable, TooMany, Uniqueness } from '@looop-scim/scim/errors';
import type { MembershipStep } from '@looop-scim/scim/write';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { StoredSchema } from '@looop-scim/provisioning/attributes';
import type { DirectoryEvent, EventData } from '@looop-scim/provisioning/events';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import type {
  InvalidPosition,
  MembershipFailure,
  OrganisationStorage,
  DescribeWrite,
  ResourceQuery,
  ResourceWrite,
  Storage,
  UniqueKey,
  WriteOutcome,
} from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { run } from './run-effect.ts';

/** When writes happen unless a case says otherwise: 2026-01-01T00:00:00Z. */
export const START = 1_767_225_600_000;

let issued = 0;

/** A UUID greater than all before it in this program; the same ones in every run of it. */
export const nextId = (): string => {
  issued += 1;
  return `0199f0a1-0000-7000-8000-${issued.toString(16).padStart(12, '0')}`;
};

/** An organisation that no storage has yet. */
export const newOrganisation = (): Organisation => {
  const id = nextId();
  return {
    id: organisationId(id),
    name: `acme-${id.slice(-12)}`,
    scimEnabled: true,
    profile: 'interop',
    leniencies: {},
    created: START,
  };
};

/** The keys that the domain would claim for a document: userName of users, displayName of groups. */
const uniqueKeysOf = (resourceType: string, document: Complex): readonly UniqueKey[] => {
  const attribute = resourceType === 'Group' ? 'displayName' : resourceType === 'User' ? 'userName' : 'name';
  const value = document[attribute];
  return typeof value === 'string' ? [{ attribute, key: foldCase(value) }] : [];
};

/** What a case may say about a write; everything has a default. */
export interface WriteOptions extends Partial<Omit<ResourceWrite, 'document'>> {
  readonly id?: string;
}

/** What an event says of the subject of an outcome. */
const dataOf = ({ resource: { resourceType, id, version, document } }: WriteOutcome): EventData => {
  const [userName, displayName] = [String(document['userName']), String(document['displayName'])];
  if (resourceType === 'Group') return { group: { id, displayName, version } };
  const profile = Object.fromEntries(Object.keys(document).map((name) => [name, JSON.stringify(document[name])]));
  return { user: { id, userName, active: true, version, mappingVersion: 0, issues: [], profile } };
};

/** An event of a write. */
const eventOf = (at: number, operation: 'create' | 'patch' | 'delete', outcome: WriteOutcome): DirectoryEvent => {
  const type = outcome.resource.resourceType === 'Group' ? 'group' : 'user';
  const happening = { create: 'created', patch: 'updated', delete: 'deleted' } as const;
  return {
    type: `${type}.${happening[operation]}`,
    at,
    subject: { type, id: outcome.resource.id },
    cause: { kind: 'scim', requestId: 'request-1', token: '0123456789abcdef' },
    data: dataOf(outcome),
  };
};

/** Records a write: its activity, and one event when something changed. */
export const recordAt =
  (at: number, operation: 'create' | 'patch' | 'delete'): DescribeWrite =>
  (outcome) => ({
    activity: {
      at,
      caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
      operation,
      resourceType: outcome.resource.resourceType,
      resourceId: outcome.resource.id,
      outcome: outcome.changed ? 'applied' : 'unchanged',
      changes: [],
      ignored: [],
    },
    events: outcome.changed ? [eventOf(at, operation, outcome)] : [],
  });

/** How any write of a case can fail. */
export type WriteFailure = ResourceNotFound | Uniqueness | MembershipFailure | TooMany | StorageUnavailable;

type Write = Effect.Effect<WriteOutcome, WriteFailure>;

/** What a case wants to become of a resource, given its document. */
export type Revise = (document: Complex) => Complex;

/** One organisation and the functions to work with it. */
export interface TestOrganisation {
  readonly organisation: Organisation;
  readonly ports: OrganisationStorage;
  readonly create: (resourceType: string, document: Complex, options?: WriteOptions) => Write;
  readonly user: (userName: string, options?: WriteOptions) => Write;
  readonly group: (displayName: string, memberIds?: readonly string[], options?: WriteOptions) => Write;
  readonly revise: (resourceType: string, id: string, revise: Revise, options?: WriteOptions) => Write;
  /** Membership steps on a group whose document stays. */
  readonly step: (groupId: string, steps: readonly MembershipStep[], options?: WriteOptions) => Write;
  /** Deletes a resource; users are erased from the activity, as the domain does it. */
  readonly remove: (resourceType: string, id: string, at?: number) => Write;
  /** The newest records, newest first. */
  readonly newest: (limit: number) => Effect.Effect<readonly ActivityRecord[], InvalidPosition | StorageUnavailable>;
  readonly read: (
    resourceType: string,
    id: string,
  ) => Effect.Effect<Resource, ResourceNotFound | TooMany | StorageUnavailable>;
  /** The whole list with memberships, unless the query says otherwise. */
  readonly list: (
    resourceType: string,
    query?: Partial<ResourceQuery>,
  ) => Effect.Effect<readonly Resource[], TooMany | StorageUnavailable>;
}

const writeOf = (
  resourceType: string,
  document: Complex,
  { id: _id, at = START, ...options }: WriteOptions,
): ResourceWrite => ({
  at,
  document,
  uniqueKeys: uniqueKeysOf(resourceType, document),
  memberships: [],
  unknownMembers: 'skip',
  withMemberships: true,
  describe: recordAt(at, 'patch'),
  ...options,
});

/** Makes the functions for the ports of an organisation. */
const wordsFor = (organisation: Organisation, ports: OrganisationStorage): TestOrganisation => {
  const { resources } = ports;
  const create: TestOrganisation['create'] = (resourceType, document, options = {}) => {
    const describe = recordAt(options.at ?? START, 'create');
    const target = { resourceType, id: options.id ?? nextId() };
    return Effect.suspend(() => resources.create(target, writeOf(resourceType, document, { describe, ...options })));
  };
  const revise: TestOrganisation['revise'] = (resourceType, id, next, options = {}) =>
    resources.change({ resourceType, id }, ({ document }) =>
      Result.succeed({ kind: 'write', ...writeOf(resourceType, next(document), options) }),
    );
  return {
    organisation,
    ports,
    create,
    user: (userName, options) => create('User', { userName, active: true }, options),
    group: (displayName, ids = [], options = {}) =>
      create('Group', { displayName }, { memberships: ids.length === 0 ? [] : [{ kind: 'add', ids }], ...options }),
    revise,
    step: (groupId, memberships, options) =>
      revise('Group', groupId, (document) => document, { memberships, ...options }),
    remove: (resourceType, id, at = START) =>
      resources.change({ resourceType, id }, () =>
        Result.succeed({ kind: 'delete', at, erases: resourceType === 'User', describe: recordAt(at, 'delete') }),
      ),
    newest: (limit) => Effect.map(ports.activity.page({ limit }), (entries) => entries.map(({ record }) => record)),
    read: (resourceType, id) => resources.read({ resourceType, id }, true),
    list: (resourceType, query) =>
      Effect.map(
        resources.list({ resourceType, offset: 0, limit: 100_000, withMemberships: true, ...query }),
        (page) => page.resources,
      ),
  };
};

/** Adds a new organisation to a storage. */
export const openOrganisation = async (storage: Storage): Promise<TestOrganisation> => {
  const organisation = newOrganisation();
  await run(storage.organisations.add(organisation));
  return wordsFor(organisation, storage.forOrganisation(organisation.id));
};

/** The same organisation under a schema. */
export const underSchema = (
  storage: Storage,
  { organisation }: Pick<TestOrganisation, 'organisation'>,
  schema: StoredSchema,
): TestOrganisation => wordsFor(organisation, storage.forOrganisation(organisation.id, schema));

/** Ids of the members or groups of a resource that was read with them, in the order read. */
export const membershipIds = ({ memberships }: Resource): readonly string[] => (memberships ?? []).map(({ id }) => id);
