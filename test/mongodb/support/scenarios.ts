// Every use case of the directory that writes, as a scene: what is there before, and the one call that is cut.
import { Effect, Result } from 'effect';
import type { Complex, Resource } from '@looop-scim/scim/attribute';
import type { MembershipStep } from '@looop-scim/scim/write';
import { contractRegistry } from '@looop-scim/laws';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { plainSchema, type StoredSchema } from '@looop-scim/provisioning/attributes';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, DescribeWrite, ResourceWrite, Storage } from '@looop-scim/provisioning/ports';

/** When everything in a scene happens: 2026-01-01T00:00:00Z. */
export const AT = 1_767_225_600_000;

/** Calls on an organisation, through its own ports or the whole storage. */
export type Scene = (
  ports: OrganisationStorage,
  storage: Storage,
  organisation: Organisation,
) => Effect.Effect<unknown, unknown>;

/** A call that writes. */
export interface Scenario {
  readonly name: string;
  readonly before: Scene;
  readonly call: Scene;
}

const activity = (operation: ActivityRecord['operation'], resourceId: string): ActivityRecord => ({
  at: AT,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation,
  resourceType: 'any',
  resourceId,
  outcome: 'applied',
  changes: [],
  ignored: [],
});

const refusal = (resourceId: string): ActivityRecord => ({
  ...activity('patch', resourceId),
  outcome: 'refused',
  failure: { kind: 'InvalidValue', detail: 'a value' },
});

const eventOf = (
  operation: ActivityRecord['operation'],
  { resourceType, id, version }: Pick<Resource, 'resourceType' | 'id' | 'version'>,
  members: readonly string[],
): DirectoryEvent => {
  const about = { at: AT, cause: { kind: 'scim' } } as const;
  if (resourceType === 'Group') {
    const group = { id, displayName: id, version };
    const data = { group, members: members.map((member) => ({ type: 'user' as const, id: member })) };
    return { ...about, type: 'group.updated', subject: { type: 'group', id }, data };
  }
  const user = { id, userName: id, active: true, version, mappingVersion: 0, issues: [], profile: { email: id } };
  const type = operation === 'delete' ? 'user.deleted' : 'user.updated';
  return { ...about, type, subject: { type: 'user', id }, data: { user } };
};

const record =
  (operation: ActivityRecord['operation']): DescribeWrite =>
  ({ changed, resource: { resourceType, id, version }, membersAdded: added, membersRemoved: removed }) => ({
    activity: { ...activity(operation, id), outcome: changed ? 'applied' : 'unchanged' },
    events: changed ? [eventOf(operation, { resourceType, id, version }, [...added, ...removed])] : [],
  });

type Write = Pick<ResourceWrite, 'document' | 'memberships'>;

const whole = (
  type: string,
  operation: ActivityRecord['operation'],
  { document, memberships }: Write,
): ResourceWrite => ({
  at: AT,
  document,
  uniqueKeys: [
    type === 'User'
      ? { attribute: 'userName', key: String(document['userName']) }
      : { attribute: 'displayName', key: String(document['displayName']) },
  ],
  memberships,
  unknownMembers: 'skip',
  withMemberships: true,
  describe: record(operation),
});

/** Creates a user or group. */
export const create = (ports: OrganisationStorage, type: string, id: string, members: readonly string[] = []) => {
  const document = type === 'User' ? { userName: id } : { displayName: id };
  const memberships: readonly MembershipStep[] = members.length === 0 ? [] : [{ kind: 'add', ids: members }];
  return ports.resources.create({ resourceType: type, id }, whole(type, 'create', { document, memberships }));
};

const change = (
  ports: OrganisationStorage,
  type: string,
  id: string,
  memberships: readonly MembershipStep[],
  revise: (document: Complex) => Complex = (document) => document,
) =>
  ports.resources.change({ resourceType: type, id }, ({ document }) =>
    Result.succeed({ kind: 'write' as const, ...whole(type, 'patch', { document: revise(document), memberships }) }),
  );

/** Deletes a user or group. */
export const remove = (ports: OrganisationStorage, type: string, id: string) =>
  ports.resources.change({ resourceType: type, id }, () =>
    Result.succeed({ kind: 'delete' as const, at: AT, erases: type === 'User', describe: record('delete') }),
  );

/** Two users in a group that is in another one. */
export const directory = (ports: OrganisationStorage) =>
  Effect.gen(function* () {
    for (const user of ['ana', 'ben', 'cleo', 'dora', 'emil']) yield* create(ports, 'User', user);
    yield* create(ports, 'Group', 'inner', ['ana', 'ben']);
    yield* create(ports, 'Group', 'outer', ['ana', 'inner']);
    yield* create(ports, 'Group', 'other');
  });

/** Changes the members of the group `inner`, which has ana and ben at first. */
export const stepInner = (ports: OrganisationStorage, steps: readonly MembershipStep[]) =>
  change(ports, 'Group', 'inner', steps);

/** Puts the group `inner` into the group `other`, which has no members at first. */
export const putInnerIntoOther = (ports: OrganisationStorage) =>
  change(ports, 'Group', 'other', [{ kind: 'add', ids: ['inner'] }]);

/** Changes the document of the user ana, which has a userName at first. */
export const reviseAna = (ports: OrganisationStorage, revise: (document: Complex) => Complex) =>
  change(ports, 'User', 'ana', [], revise);

/** Tells of the user ana by another mapping set, with an event or without. */
const retellAna = (ports: OrganisationStorage, isTold: boolean) =>
  ports.resources.change({ resourceType: 'User', id: 'ana' }, (current) => {
    const events = isTold ? [{ ...eventOf('patch', current, []), cause: { kind: 'mapping' as const } }] : [];
    return Result.succeed({ kind: 'retell' as const, mappingVersion: 1, events });
  });

/** The attributes of an organisation after a change that all users have to be brought up to. */
const CHANGED: StoredSchema = { ...plainSchema(contractRegistry), version: 1, refreshBelow: 1 };

/** Takes a value that is purged away from all users. */
const refreshUsers = ({ resources }: OrganisationStorage) =>
  resources.refresh({ resourceType: 'User', limit: 100, revise: ({ title: _purged, ...document }) => document });

const onGroup = (name: string, steps: readonly MembershipStep[]): Scenario => ({
  name,
  before: directory,
  call: (ports) => stepInner(ports, steps),
});

/** All of the directory; more than three memberships at once count as many, see `maxInPlace`. */
export const directoryScenarios: readonly Scenario[] = [
  { name: 'create a user', before: directory, call: (ports) => create(ports, 'User', 'nora') },
  {
    name: 'create a group with members',
    before: directory,
    call: (ports) => create(ports, 'Group', 'new', ['ana', 'inner']),
  },
  {
    name: 'create a group with many members',
    before: directory,
    call: (ports) => create(ports, 'Group', 'new', ['ana', 'ben', 'cleo', 'dora', 'emil']),
  },
  {
    name: 'rename a user',
    before: directory,
    call: (ports) => reviseAna(ports, () => ({ userName: 'anna' })),
  },
  { name: 'tell of a user by another mapping set', before: directory, call: (ports) => retellAna(ports, true) },
  { name: 'note another mapping set for a user', before: directory, call: (ports) => retellAna(ports, false) },
  {
    name: 'bring users up to changed attributes',
    before: (ports) =>
      Effect.andThen(
        directory(ports),
        reviseAna(ports, (document) => ({ ...document, title: 'purged' })),
      ),
    call: (_ports, storage, { id }) => refreshUsers(storage.forOrganisation(id, CHANGED)),
  },
  { name: 'change nothing', before: directory, call: (ports) => change(ports, 'User', 'ana', []) },
  onGroup('add a member', [{ kind: 'add', ids: ['cleo'] }]),
  onGroup('add many members', [{ kind: 'add', ids: ['cleo', 'dora', 'emil', 'other'] }]),
  onGroup('remove a member', [{ kind: 'remove', ids: ['ana'] }]),
  onGroup('add and remove members', [
    { kind: 'remove', ids: ['ana'] },
    { kind: 'add', ids: ['cleo'] },
  ]),
  onGroup('replace the members', [{ kind: 'replace', ids: ['ben', 'dora'] }]),
  onGroup('put a group into a group', [{ kind: 'add', ids: ['other'] }]),
  {
    name: 'add a member that was removed',
    before: (ports) => Effect.andThen(directory(ports), stepInner(ports, [{ kind: 'remove', ids: ['ana'] }])),
    call: (ports) => stepInner(ports, [{ kind: 'add', ids: ['ana'] }]),
  },
  { name: 'delete a user of two groups', before: directory, call: (ports) => remove(ports, 'User', 'ana') },
  { name: 'delete a group within a group', before: directory, call: (ports) => remove(ports, 'Group', 'inner') },
  { name: 'record a refusal', before: directory, call: (ports) => ports.activity.append(refusal('nobody')) },
  {
    name: 'record a refusal once more',
    before: (ports) => Effect.andThen(directory(ports), ports.activity.append(refusal('nobody'))),
    call: (ports) => ports.activity.append(refusal('nobody')),
  },
  {
    name: 'record a refusal of a user who was deleted',
    before: (ports) => Effect.andThen(directory(ports), remove(ports, 'User', 'ana')),
    call: (ports) => ports.activity.append(refusal('ana')),
  },
];
