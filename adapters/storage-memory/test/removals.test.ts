// What a deleted organisation leaves in memory, which no port shows: it goes in steps, until nothing refers to it any more.
import { standardRegistry } from '@looop-scim/scim/schema';
import { organisationId, type OrganisationId } from '@looop-scim/provisioning/organisation';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { apply, emptyDirectory, type DirectoryState, type StoredResource } from '../src/directory-state.ts';
import { makeRemovals } from '../src/removals.ts';
import { makeGate } from '../src/while-open.ts';

const [HERE, THERE, LATER] = ['here', 'there', 'later'].map(organisationId) as [
  OrganisationId,
  OrganisationId,
  OrganisationId,
];

const userOf = (number: number): StoredResource => ({
  resourceType: 'User',
  id: `user-${number}`,
  version: 1,
  created: 0,
  lastModified: 0,
  schemaVersion: 0,
  document: { userName: `user-${number}` },
  uniqueKeys: [{ attribute: 'userName', key: `user-${number}` }],
  members: new Set(),
});

/** Two records of every kind. */
const filled = (): DirectoryState => {
  const state = emptyDirectory(standardRegistry);
  for (const number of [1, 2]) {
    const resource = userOf(number);
    const subject = { type: 'user', id: resource.id } as const;
    const profile = {
      id: resource.id,
      userName: '',
      active: true,
      version: 1,
      mappingVersion: 0,
      issues: [],
      profile: {},
    };
    apply(state, {
      puts: [resource],
      activity: {
        at: number,
        caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
        operation: 'create',
        resourceType: 'User',
        outcome: 'applied',
        changes: [],
        ignored: [],
      },
      events: [{ at: number, cause: { kind: 'scim' }, type: 'user.created', subject, data: { user: profile } }],
    });
  }
  const revisions = [1, 2].map((version) => ({ version, at: 0, author: '', content: '' }));
  state.revisions.set('mappingSet', revisions);
  state.records.set(
    'job',
    new Map(revisions.map(({ version }) => [`${version}`, { key: `${version}`, version, content: '' }])),
  );
  return state;
};

const sizeOf = ({ resources, logs, revisions, records }: DirectoryState): number =>
  resources.size +
  logs.activity.length +
  logs.events.length +
  (revisions.get('mappingSet')?.length ?? 0) +
  (records.get('job')?.size ?? 0);

const open = () => {
  const directories = new Map([HERE, THERE, LATER].map((id) => [id, filled()]));
  const removals = makeRemovals(directories, makeGate().whileOpen);
  const left = () => [HERE, THERE, LATER].map((id) => sizeOf(directories.get(id) ?? emptyDirectory(standardRegistry)));
  return { directories, removals, left };
};

describe('the steps of a removal', () => {
  it.each([1, 2, 3, 4, 7, 10, 12, 19])('of %i take so many records each, as long as there are any', (limit) => {
    const { directories, removals, left } = open();
    removals.add(HERE);
    removals.add(LATER);
    for (let before = 20; before > 0;) {
      const taken = removals.step(limit);
      const [here = 0, there, later = 0] = left();
      expect([taken, there]).toEqual([Math.min(limit, before), 10]);
      before -= taken;
      expect(here + later).toBe(before);
    }
    expect(removals.step(limit)).toBe(0);
    expect([...directories.keys()]).toEqual([THERE]);
  });

  it('take nothing of organisations that are there', () => {
    const { removals, left } = open();
    expect([removals.step(100), left()]).toEqual([0, [10, 10, 10]]);
  });
});

describe('the ports of an organisation', () => {
  it('are shut once it is deleted, and those of others are not', async () => {
    const { removals } = open();
    const [here, there] = [removals.gateOf(HERE), removals.gateOf(THERE)];
    removals.add(HERE);
    const step = () => Result.succeed('done');
    expect(await Effect.runPromise(there(step))).toBe('done');
    const exit = await Effect.runPromise(Effect.result(here(step)));
    expect(Result.isFailure(exit) && exit.failure).toMatchObject({
      _tag: 'StorageUnavailable',
      cause: 'the organisation was deleted',
      retryAfterSeconds: 5,
    });
  });
});
