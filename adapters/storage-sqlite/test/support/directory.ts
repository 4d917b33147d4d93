// An organisation in an open storage and short words to write to it.
import { foldCase, type Complex, type Resource } from '@looop-scim/scim/attribute';
import { standardRegistry } from '@looop-scim/scim/schema';
import { plainSchema, type StoredSchema } from '@looop-scim/provisioning/attributes';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type {
  DescribeWrite,
  DirectoryEventLog,
  RefreshStep,
  ResourceRepository,
  ResourceWrite,
  Storage,
} from '@looop-scim/provisioning/ports';
import { openSqliteStorage } from '../../src/index.ts';
import { run } from './run-effect.ts';

/** When everything happens. */
const AT = 1_767_225_600_000;

/** The n-th id, in order. */
export const idOf = (n: number): string => `0199f0a1-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

const eventOf = ({ resourceType, id, version }: Resource): DirectoryEvent => {
  const about = { at: AT, cause: { kind: 'scim' } } as const;
  if (resourceType !== 'User') {
    const data = { group: { id, displayName: id, version } };
    return { ...about, type: 'group.updated', subject: { type: 'group', id }, data };
  }
  const user = { id, userName: id, active: true, version, mappingVersion: 0, issues: [], profile: {} };
  return { ...about, type: 'user.updated', subject: { type: 'user', id }, data: { user } };
};

const describe: DescribeWrite = ({ resource, changed }) => ({
  activity: {
    at: AT,
    caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
    operation: 'create',
    resourceType: resource.resourceType,
    resourceId: resource.id,
    outcome: changed ? 'applied' : 'unchanged',
    changes: [],
    ignored: [],
  },
  events: changed ? [eventOf(resource)] : [],
});

/** A write of a document with the keys that the domain would claim. */
export const writeOf = (document: Complex, options: Partial<ResourceWrite> = {}): ResourceWrite => ({
  at: AT,
  document,
  uniqueKeys: Object.entries(document).flatMap(([attribute, value]) =>
    attribute === 'userName' && typeof value === 'string' ? [{ attribute, key: foldCase(value) }] : [],
  ),
  memberships: [],
  unknownMembers: 'skip',
  withMemberships: false,
  describe,
  ...options,
});

/** Creates a user. */
export const createUser = (resources: ResourceRepository, n: number, document: Complex = {}) =>
  resources.create({ resourceType: 'User', id: idOf(n) }, writeOf({ userName: `user-${n}`, ...document }));

/** Creates a group with members. */
export const createGroup = (resources: ResourceRepository, n: number, memberNumbers: readonly number[]) =>
  resources.create(
    { resourceType: 'Group', id: idOf(n) },
    writeOf({ displayName: `group-${n}` }, { memberships: [{ kind: 'add', ids: memberNumbers.map(idOf) }] }),
  );

/** Opens a storage for User and Group. */
export const openStorage = (path: string): Promise<Storage> =>
  run(openSqliteStorage({ path, registry: standardRegistry }));

const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');

/** The repository of the one organisation that these tests need. */
export const acmeOf = (storage: Storage): ResourceRepository => storage.forOrganisation(ACME).resources;

/** Its attributes after a change: users are looked up by title from now on, and values of nickName are purged. */
export const CHANGED: StoredSchema = {
  ...plainSchema(standardRegistry),
  version: 1,
  lookups: { title: 1 },
  refreshBelow: 1,
};

/** What brings users up to them. */
export const REFRESH: Omit<RefreshStep, 'limit'> = {
  resourceType: 'User',
  revise: ({ nickName: _purged, ...document }) => document,
};

/** Its repository under other attributes. */
export const withSchema = (storage: Storage, schema: StoredSchema): ResourceRepository =>
  storage.forOrganisation(ACME, schema).resources;

/** Its events. */
export const eventsOf = (storage: Storage): DirectoryEventLog => storage.forOrganisation(ACME).events;
