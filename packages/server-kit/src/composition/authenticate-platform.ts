// From a platform key to what its organisation offers to the learning platform.
import * as Effect from 'effect/Effect';
import type { DependencyContainer } from 'tsyringe';
import type { AuthenticateKey } from '@looop-scim/http-api';
import type { PlatformKey } from '@looop-scim/provisioning/organisation';
import { composePlatform, makeServiceOf } from './compose-organisation.ts';
import { Services } from './services.ts';

/** How the history of the mappings names whoever used a key. */
const authorOf = ({ label, fingerprint }: PlatformKey): string =>
  label === undefined ? `platform key ${fingerprint}` : `platform key ${fingerprint} (${label})`;

/** Makes the way from a key to its organisation. Fails as the check of the key does, or for too many requests. */
export const makeAuthenticatePlatform = (root: DependencyContainer): AuthenticateKey => {
  const checkKey = root.resolve(Services.checkKey);
  const schemas = root.resolve(Services.schemas);
  const guard = root.resolve(Services.requestGuard);
  const servicesOf = makeServiceOf((composed) => composePlatform(root, composed));

  return Effect.fnUntraced(function* (sent, address) {
    const attempt = { address, token: sent };
    yield* Effect.fromResult(guard.checkToken(attempt));
    const { organisation, key } = yield* Effect.tapError(checkKey(sent), (failure) =>
      Effect.sync(() => failure._tag !== 'StorageUnavailable' && guard.tokenFailed(attempt)),
    );
    const schema = yield* schemas.of(organisation.id);
    const { fingerprint, scopes } = key;
    guard.tokenSucceeded(fingerprint);
    return {
      organisationName: organisation.name,
      keyFingerprint: fingerprint,
      author: authorOf(key),
      scopes,
      ...servicesOf({ organisation, schema }),
      admit: () => guard.admit({ token: fingerprint, organisation: organisation.id }),
    };
  });
};
