// What a storage answers once it is closed. Apart from the other cases, because each of these needs a storage of its own.
import assert from 'node:assert/strict';
import type { Storage } from '@looop-scim/provisioning/ports';
import * as Result from 'effect/Result';
import type * as Effect from 'effect/Effect';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, run } from './run-effect.ts';
import { newOrganisation, nextId, START, type TestOrganisation } from './test-organisation.ts';

interface Tagged {
  readonly _tag: string;
}

type Calls = Readonly<Record<string, Effect.Effect<unknown, Tagged>>>;

const HASH = '0'.repeat(64);
const FINGERPRINT = HASH.slice(0, 16);

/** One call of every port of an organisation. */
const callsOfOrganisation = ({ user, revise, remove, read, list, ports }: TestOrganisation): Calls => ({
  create: user('ben'),
  change: revise('User', nextId(), (document) => document),
  delete: remove('User', nextId()),
  read: read('User', nextId()),
  list: list('User'),
  walk: ports.resources.walk({ resourceType: 'User', limit: 1, maxCharacters: 1 }),
  walkMembers: ports.resources.walkMembers({ groupId: nextId(), limit: 1 }),
  'activity.append': ports.activity.append({
    at: START,
    caller: { tokenFingerprint: FINGERPRINT, requestId: 'request-1' },
    operation: 'create',
    resourceType: 'User',
    outcome: 'refused',
    changes: [],
    ignored: [],
  }),
  'activity.page': ports.activity.page({ limit: 1 }),
  'activity.after': ports.activity.after({ limit: 1 }),
  'events.after': ports.events.after(0, 1),
  'events.last': ports.events.last(),
  'events.oldest': ports.events.oldest(),
  'earlierEvents.after': ports.earlierEvents.after(0, 1),
  'resources.behindMapping': ports.resources.behindMapping(1, 1),
  'resources.refresh': ports.resources.refresh({ resourceType: 'User', limit: 1, revise: (document) => document }),
  'revisions.append': ports.revisions.append('mappingSet', { at: START, author: 'ana', content: '{}' }, 0),
  'revisions.newest': ports.revisions.newest('mappingSet'),
  'revisions.read': ports.revisions.read('mappingSet', 1),
  'revisions.page': ports.revisions.page('mappingSet', { limit: 1 }),
  'records.read': ports.records.read('job', 'a'),
  'records.write': ports.records.write('job', 'a', { content: '{}' }, 0),
  'records.remove': ports.records.remove('job', 'a', 1),
  'records.page': ports.records.page('job', { limit: 1 }),
});

/** One call of every other port. */
const callsOfStorage = (
  { organisation }: TestOrganisation,
  { organisations, tokens, unknownTokens, records, trimLogs, installationSecret, ping, purgeRemoved }: Storage,
): Calls => {
  const token = { organisationId: organisation.id, fingerprint: FINGERPRINT, hash: HASH, created: START };
  return {
    'records.read of the installation': records.read('job', 'a'),
    'records.write of the installation': records.write('job', 'a', { content: '{}' }, 0),
    'records.remove of the installation': records.remove('job', 'a', 1),
    'records.page of the installation': records.page('job', { limit: 1 }),
    'organisations.add': organisations.add(newOrganisation()),
    'organisations.byName': organisations.byName(organisation.name),
    'organisations.byId': organisations.byId(organisation.id),
    'organisations.list': organisations.list(),
    'organisations.update': organisations.update(organisation),
    'organisations.remove': organisations.remove(organisation, START),
    'tokens.add': tokens.add(token),
    'tokens.byFingerprint': tokens.byFingerprint(token.fingerprint),
    'tokens.ofOrganisation': tokens.ofOrganisation(organisation.id),
    'tokens.revoke': tokens.revoke(token.fingerprint, START),
    'tokens.expire': tokens.expire(token.fingerprint, START),
    'tokens.touch': tokens.touch(token.fingerprint, START),
    'unknownTokens.add': unknownTokens.add([]),
    'unknownTokens.list': unknownTokens.list(),
    trimLogs: trimLogs({}),
    installationSecret: installationSecret('secret'),
    ping: ping(),
    purgeRemoved: purgeRemoved(1),
  };
};

const sources = [
  contractCase(
    'every call fails with StorageUnavailable, and says when to try again',
    async (organisation, storage) => {
      const calls = { ...callsOfOrganisation(organisation), ...callsOfStorage(organisation, storage) };
      await run(storage.close());
      for (const [name, call] of Object.entries(calls)) {
        const { retryAfterSeconds, cause } = await failsWith('StorageUnavailable', call);
        assert.ok(retryAfterSeconds > 0 && String(cause) !== '', name);
      }
    },
  ),
  contractCase('ports handed out after closing fail, too', async ({ organisation }, storage) => {
    await run(storage.close());
    const { resources } = storage.forOrganisation(organisation.id);
    await failsWith('StorageUnavailable', resources.read({ resourceType: 'User', id: nextId() }, false));
  }),
  contractCase('closing again is no fault', async (_, storage) => {
    await run(storage.close());
    await run(storage.close());
  }),
  contractCase(
    'writes under way are finished: each is acknowledged or fails as unavailable',
    async ({ user }, storage) => {
      const outcomes = Array.from({ length: 32 }, (_, index) =>
        run(user(`user-${index}`)).then(
          () => Result.succeed('stored'),
          (failure: Tagged) => Result.fail(failure._tag),
        ),
      );
      await run(storage.close());
      for (const outcome of await Promise.all(outcomes)) {
        if (Result.isFailure(outcome)) assert.equal(outcome.failure, 'StorageUnavailable');
      }
    },
  ),
];

/** The cases of a closed storage; `open` has to open another one for each. */
export const closingContract = (open: OpenStorage): readonly ContractCase[] => casesFor(open, 'closed', sources);
