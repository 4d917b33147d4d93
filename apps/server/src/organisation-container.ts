// One child container an organisation: the only place that hands an organisation's id to a storage.
import * as Effect from 'effect/Effect';
import QuickLRU from 'quick-lru';
import { instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import { makeCursorCipher } from '@looop-scim/crypto-node';
import { makeScimService, policyOf, type Organisation } from '@looop-scim/provisioning';
import type { ScimPluginOptions } from '@looop-scim/http-scim';
import { OrganisationTokens, Tokens } from './tokens.ts';

/** Organisations whose use cases are kept ready; others are composed anew in microseconds. */
const CACHED_ORGANISATIONS = 1000;

/** Builds the container of an organisation as a child of the process's. */
export const composeOrganisation = (root: DependencyContainer, organisation: Organisation): DependencyContainer => {
  const child = root.createChildContainer();
  child.register(OrganisationTokens.organisation, { useValue: organisation });
  child.register(OrganisationTokens.storage, {
    useFactory: instanceCachingFactory((c) => c.resolve(Tokens.storage).forOrganisation(organisation.id)),
  });
  child.register(OrganisationTokens.service, {
    useFactory: instanceCachingFactory((c) => {
      const { resources, activity } = c.resolve(OrganisationTokens.storage);
      return makeScimService({
        registry: c.resolve(Tokens.registry),
        policy: policyOf(organisation),
        baseUrl: c.resolve(Tokens.baseUrl)(),
        resources,
        activity,
        ids: c.resolve(Tokens.ids),
        cursorCipher: makeCursorCipher(c.resolve(Tokens.installationSecret), organisation.id),
      });
    }),
  });
  return child;
};

/** Settings that the use cases are composed from: a change of them composes anew. */
const cacheKey = ({ id, profile, leniencies }: Organisation): string => JSON.stringify([id, profile, leniencies]);

/** Makes the way from a token to its organisation's use cases. Fails as the authentication does. */
export const makeAuthenticateTenant = (root: DependencyContainer): ScimPluginOptions['authenticate'] => {
  const authenticate = root.resolve(Tokens.authenticate);
  const cache = new QuickLRU<string, DependencyContainer>({ maxSize: CACHED_ORGANISATIONS });
  const containerOf = (organisation: Organisation): DependencyContainer => {
    const key = cacheKey(organisation);
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const composed = composeOrganisation(root, organisation);
    cache.set(key, composed);
    return composed;
  };
  return (token) =>
    Effect.map(authenticate(token), ({ organisation, tokenFingerprint, subject }) => ({
      service: containerOf(organisation).resolve(OrganisationTokens.service),
      organisationName: organisation.name,
      tokenFingerprint,
      ...(subject !== undefined && { subject }),
    }));
};
