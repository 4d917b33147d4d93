// People on a storage in memory, with a hasher that costs little and counts what it does.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import {
  makePeople,
  OpenIdFailed,
  type OpenIdIdentity,
  type OpenIdProvider,
  type PasswordHasher,
} from '@looop-scim/provisioning/accounts';
import { makeOrganisationAdministration, type OrganisationId } from '@looop-scim/provisioning/organisation';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import {
  makeCursorCipher,
  makePasswordHasher,
  openMemoryStorage,
  tokenSecrets,
  uuidV7Generator,
} from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

export const PASSWORD = 'correct horse battery';
export const OTHER_PASSWORD = 'staple of another horse';
export const HERE = { address: '192.0.2.7' };
export const ELSEWHERE = { address: '198.51.100.1' };

const counting = (hasher: PasswordHasher, done: string[]): PasswordHasher => ({
  ...hasher,
  hash: (password) => Effect.tap(hasher.hash(password), () => Effect.sync(() => done.push('hash'))),
  verify: (password, hash) => Effect.tap(hasher.verify(password, hash), () => Effect.sync(() => done.push('verify'))),
});

export const REDIRECT_URI = 'https://scim.example/api/v1/session/single-sign-on';

/** An identity provider in memory: who is there is said by the code that comes back. */
const makeDirectory = () => {
  const people = new Map<string, OpenIdIdentity>();
  let begun = 0;
  const provider: OpenIdProvider = {
    begin: ({ issuer }, redirectUri) => {
      if (!issuer.startsWith('https://')) return Effect.fail(new OpenIdFailed({ reason: 'no such provider' }));
      begun += 1;
      const own = { state: `state-${begun}`, nonce: `nonce-${begun}`, verifier: `verifier-${begun}` };
      return Effect.succeed({ ...own, url: `${issuer}/authorize?state=${own.state}&redirect_uri=${redirectUri}` });
    },
    finish: (_settings, { url, nonce, verifier }) => {
      const code = new URL(url).searchParams.get('code') ?? '';
      const identity = people.get(code);
      const isOurs = nonce.slice('nonce-'.length) === verifier.slice('verifier-'.length);
      return identity === undefined || !isOurs
        ? Effect.fail(new OpenIdFailed({ reason: 'the code is unknown' }))
        : Effect.succeed(identity);
    },
  };
  return { people, provider };
};

/** Opens a desk with the organisations acme and globex; people are kept in its records as `wrap` hands them out. */
export const openPeople = async (wrap: (records: RecordStore) => RecordStore = (same) => same) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const work: string[] = [];
  const parts = { ...storage, secrets: tokenSecrets, ids: uuidV7Generator };
  const administration = makeOrganisationAdministration({
    ...parts,
    resourcesOf: (id: OrganisationId) => storage.forOrganisation(id).resources,
    registry: standardRegistry,
  });
  const directory = makeDirectory();
  const people = makePeople(
    {
      ...parts,
      records: wrap(storage.records),
      recordsOf: (id) => wrap(storage.forOrganisation(id).records),
      hasher: counting(makePasswordHasher({ cost: { memory: 8, passes: 1 } }), work),
    },
    {
      provider: directory.provider,
      cipherOf: (id) => makeCursorCipher('a secret', id),
      redirectUri: () => REDIRECT_URI,
    },
  );
  const acme = await run(administration.addOrganisation('acme'));
  const globex = await run(administration.addOrganisation('globex'));

  /** Somebody with a password, who has signed in. */
  const addPerson = (email: string, isOperator = false) =>
    Effect.flatMap(people.accounts.add({ email, isOperator }), ({ link }) =>
      people.links.use({ ...HERE, link, password: PASSWORD, name: 'Ana Ruiz' }),
    );

  /** A new administrator of an organisation, by invitation. */
  const invited = (id: OrganisationId, email: string, role: 'viewer' | 'administrator' = 'administrator') =>
    Effect.flatMap(people.teamOf(id).invite({ email, role, by: 'a test' }), ({ link }) =>
      people.links.use({ ...HERE, link, password: PASSWORD, name: 'Ana' }),
    );

  return { ...people, directory: directory.people, administration, storage, work, acme, globex, addPerson, invited };
};

/** The steps under a clock that starts at 0 and moves when told. */
export const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

/** Records that never end: a storage whose clock is behind, or that has not looked at it. */
export const unending = (records: RecordStore): RecordStore => ({
  ...records,
  write: (kind, key, { content }, expected) => records.write(kind, key, { content }, expected),
});
