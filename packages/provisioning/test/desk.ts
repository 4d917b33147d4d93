// What operators and administrators work with, on a storage in memory that holds the organisations acme and globex.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { makeScimService } from '@looop-scim/provisioning';
import {
  makeAuthenticate,
  makeAuthenticateKey,
  makeKeyAdministration,
  makeOrganisationAdministration,
  withTokenEndings,
  type OrganisationId,
} from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import {
  makeCursorCipher,
  openMemoryStorage,
  tokenSecrets,
  uuidV7Generator,
} from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

/** Opens it. */
export const openDesk = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const deps = {
    ...storage,
    resourcesOf: (id: OrganisationId) => storage.forOrganisation(id).resources,
    registry: standardRegistry,
    ids: uuidV7Generator,
    secrets: tokenSecrets,
  };
  const plain = makeOrganisationAdministration(deps);
  const acme = await run(plain.addOrganisation('acme'));
  const globex = await run(plain.addOrganisation('globex'));
  /** Creates a resource of acme; answers its id. */
  const create = async (endpoint: string, body: object): Promise<string> => {
    const service = makeScimService({
      registry: standardRegistry,
      policy: interopPolicy,
      baseUrl: 'https://looop.example/scim/v2',
      ...storage.forOrganisation(acme.id),
      ids: uuidV7Generator,
      cursorCipher: makeCursorCipher('desk', 'acme'),
    });
    const type = service.resourceTypeAt(endpoint);
    if (type === undefined) throw new TypeError(endpoint);
    const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
    return (await run(service.create({ type, body, caller, projection: {} }))).id;
  };
  return {
    deps,
    acme,
    globex,
    create,
    administration: withTokenEndings(plain, (id) => storage.forOrganisation(id).records),
    keys: makeKeyAdministration(deps),
    checkToken: makeAuthenticate(deps),
    checkKey: makeAuthenticateKey(deps),
  };
};

/** The steps under a clock that starts at 0 and moves when told. */
export const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));
