// People on a storage in memory, with a hasher that costs little and counts what it does.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import {
  makeOrganisationAdministration,
  makePeople,
  type OrganisationId,
  type PasswordHasher,
} from '@looop-scim/provisioning';
import { standardRegistry } from '@looop-scim/scim/schema';
import {
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
  verify: (password, hash) =>
    Effect.tap(hasher.verify(password, hash), () => Effect.sync(() => done.push('verify'))),
});

/** Opens a desk with the organisations acme and globex. */
export const openPeople = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const work: string[] = [];
  const parts = { ...storage, secrets: tokenSecrets, ids: uuidV7Generator };
  const administration = makeOrganisationAdministration({
    ...parts,
    resourcesOf: (id: OrganisationId) => storage.forOrganisation(id).resources,
    registry: standardRegistry,
  });
  const people = makePeople({
    ...parts,
    recordsOf: (id) => storage.forOrganisation(id).records,
    hasher: counting(makePasswordHasher({ cost: { memory: 8, passes: 1 } }), work),
  });
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

  return { ...people, administration, storage, work, acme, globex, addPerson, invited };
};

/** The steps under a clock that starts at 0 and moves when told. */
export const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));
