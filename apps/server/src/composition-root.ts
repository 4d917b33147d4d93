// The map of the process: which adapter stands behind which port. Connections are opened before, and closed by whoever opened them.
import { container as globalContainer, instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import { tokenSecrets, uuidV7Generator } from '@looop-scim/crypto-node';
import { makeAuthenticate, makeOrganisationAdministration, type Storage } from '@looop-scim/provisioning';
import { serviceProviderConfig } from '@looop-scim/scim/discovery';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeAuthenticateTenant } from './organisation-container.ts';
import { Tokens } from './tokens.ts';

/** What must exist before the container does. */
export interface Opened {
  readonly storage: Storage;
  readonly installationSecret: string;
  readonly baseUrl: () => string;
}

/** Builds the container of the process. */
export const composeServer = ({ storage, installationSecret, baseUrl }: Opened): DependencyContainer => {
  const root = globalContainer.createChildContainer();
  root.register(Tokens.storage, { useValue: storage });
  root.register(Tokens.installationSecret, { useValue: installationSecret });
  root.register(Tokens.baseUrl, { useValue: baseUrl });
  root.register(Tokens.registry, { useValue: standardRegistry });
  root.register(Tokens.ids, { useValue: uuidV7Generator });
  root.register(Tokens.secrets, { useValue: tokenSecrets });
  root.register(Tokens.authenticate, {
    useFactory: instanceCachingFactory((c) =>
      makeAuthenticate({ tokens: c.resolve(Tokens.storage).tokens, secrets: c.resolve(Tokens.secrets) }),
    ),
  });
  root.register(Tokens.administration, {
    useFactory: instanceCachingFactory((c) => {
      const { organisations, tokens, forOrganisation } = c.resolve(Tokens.storage);
      return makeOrganisationAdministration({
        organisations,
        tokens,
        resourcesOf: (id) => forOrganisation(id).resources,
        registry: c.resolve(Tokens.registry),
        ids: c.resolve(Tokens.ids),
        secrets: c.resolve(Tokens.secrets),
      });
    }),
  });
  root.register(Tokens.anonymousConfig, {
    useValue: () => serviceProviderConfig({ baseUrl: baseUrl(), policy: interopPolicy }),
  });
  root.register(Tokens.authenticateTenant, { useFactory: instanceCachingFactory(() => makeAuthenticateTenant(root)) });
  return root;
};
