// From a token to the use cases of its organisation: the only place that hands an organisation's id to a storage.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import QuickLRU from 'quick-lru';
import { instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import { makeCursorCipher } from '@looop-scim/crypto-node';
import {
  announcing,
  makeDirectoryExport,
  makeDirectoryImport,
  makeExplaining,
  makeEventFeed,
  makeMappingAdministration,
  makePlatformService,
  makeRetelling,
  makeScimService,
  policyNameOf,
  policyOf,
  type Access,
  type Caller,
  type DirectoryExport,
  type DirectoryImport,
  type EventCauseKind,
  type Organisation,
  type OrganisationId,
  type ScimService,
} from '@looop-scim/provisioning';
import { makeWebhookAdministration, type DeliveryDependencies } from '@looop-scim/provisioning/webhooks';
import type { ScimPluginOptions } from '@looop-scim/http-scim';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { OrganisationServices, Services, type PlatformServices } from './services.ts';

/** Organisations whose use cases are kept ready; others are composed anew in microseconds. */
const CACHED_ORGANISATIONS = 1000;

/** Composes what the webhooks of an organisation are delivered with. */
export const composeDelivery = (root: DependencyContainer, id: OrganisationId): DeliveryDependencies => {
  const { records, events } = root.resolve(Services.storage).forOrganisation(id);
  return {
    organisationId: id,
    records,
    feed: makeEventFeed({ organisation: id, events, signal: root.resolve(Services.commitSignal) }),
    ids: root.resolve(Services.ids),
    ...root.resolve(Services.webhooks),
  };
};

/** The child container of an organisation. It ends with the call that needs it: no request meets a container. */
const containerOf = (
  root: DependencyContainer,
  organisation: Organisation,
  causeKind: EventCauseKind = 'platform',
): DependencyContainer => {
  const child = root.createChildContainer();
  child.register(OrganisationServices.causeKind, { useValue: causeKind });
  child.register(OrganisationServices.organisation, { useValue: organisation });
  child.register(OrganisationServices.storage, {
    useFactory: instanceCachingFactory((c) => c.resolve(Services.storage).forOrganisation(organisation.id)),
  });
  child.register(OrganisationServices.dependencies, {
    useFactory: instanceCachingFactory((c) => {
      const { resources, activity, events, revisions } = c.resolve(OrganisationServices.storage);
      const signal = c.resolve(Services.commitSignal);
      return {
        registry: c.resolve(Services.registry),
        policy: policyOf(organisation),
        policyName: policyNameOf(organisation),
        baseUrl: c.resolve(Services.baseUrl)(),
        resources: announcing(resources, () => signal.announce(organisation.id)),
        activity,
        events,
        revisions,
        ids: c.resolve(Services.ids),
        noteRead: c.resolve(Services.noteReadOf)(organisation.id),
        cursorCipher: makeCursorCipher(c.resolve(Services.installationSecret), organisation.id),
      };
    }),
  });
  child.register(OrganisationServices.scim, {
    useFactory: instanceCachingFactory((c) => makeScimService(c.resolve(OrganisationServices.dependencies))),
  });
  child.register(OrganisationServices.platform, {
    useFactory: instanceCachingFactory((c) => {
      const dependencies = c.resolve(OrganisationServices.dependencies);
      const { records } = c.resolve(Services.storage);
      const delivery = composeDelivery(root, organisation.id);
      return {
        platform: makePlatformService({ ...dependencies, causeKind: c.resolve(OrganisationServices.causeKind) }),
        explaining: makeExplaining(dependencies),
        mappings: makeMappingAdministration({
          ...dependencies,
          saved: () => c.resolve(Services.mappingSaved)(organisation),
        }),
        feed: delivery.feed,
        webhooks: makeWebhookAdministration({ ...delivery, installation: records }),
      };
    }),
  });
  return child;
};

/** Composes the SCIM use cases of an organisation. */
export const composeOrganisation = (root: DependencyContainer, organisation: Organisation): ScimService =>
  containerOf(root, organisation).resolve(OrganisationServices.scim);

/** Composes what an organisation offers to the learning platform, or to an administrator: events name who caused a change. */
export const composePlatform = (
  root: DependencyContainer,
  organisation: Organisation,
  causeKind?: EventCauseKind,
): PlatformServices => containerOf(root, organisation, causeKind).resolve(OrganisationServices.platform);

/** Imports into an organisation and exports from it. */
export interface Directory {
  readonly importing: DirectoryImport;
  readonly exporting: DirectoryExport;
}

/** Composes the imports into an organisation and the exports from it. */
export const composeDirectory = (root: DependencyContainer, organisation: Organisation): Directory => {
  const dependencies = containerOf(root, organisation).resolve(OrganisationServices.dependencies);
  return { importing: makeDirectoryImport(dependencies), exporting: makeDirectoryExport(dependencies) };
};

/** Composes the round that tells of people by the newest mapping set; the result is how many there were. */
export const composeRetelling = (
  root: DependencyContainer,
  organisation: Organisation,
): Effect.Effect<number, StorageUnavailable> =>
  makeRetelling(containerOf(root, organisation).resolve(OrganisationServices.dependencies));

/** Settings that the use cases are composed from: a change of them composes anew. */
const cacheKey = ({ id, profile, leniencies }: Organisation): string => JSON.stringify([id, profile, leniencies]);

/** From an organisation to its service: composed once, and anew when its settings change. */
export const makeServiceOf = <Service>(
  compose: (organisation: Organisation) => Service,
): ((organisation: Organisation) => Service) => {
  const cache = new QuickLRU<string, Service>({ maxSize: CACHED_ORGANISATIONS });
  return (organisation) => {
    const key = cacheKey(organisation);
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const composed = compose(organisation);
    cache.set(key, composed);
    return composed;
  };
};

/** Makes the way from a token to its organisation's use cases. Fails as the authentication does, or for too many requests. */
export const makeAuthenticateTenant = (root: DependencyContainer): ScimPluginOptions['authenticate'] => {
  const authenticate = root.resolve(Services.authenticate);
  const offload = root.resolve(Services.offload);
  const guard = root.resolve(Services.requestGuard);
  const rateRefusals = root.resolve(Services.rateRefusals);
  const noteReadOf = root.resolve(Services.noteReadOf);
  const serviceOf = makeServiceOf((organisation) =>
    offload(composeOrganisation(root, organisation), organisation, noteReadOf(organisation.id)),
  );

  const admission = (organisation: Organisation, caller: Caller, at: number) => () => {
    const admitted = guard.admit({ token: caller.tokenFingerprint, organisation: organisation.id });
    if (Result.isFailure(admitted)) rateRefusals.note(organisation.id, caller, at);
    return admitted;
  };

  const tenantOf = ({ organisation, tokenFingerprint, subject }: Access, requestId: string, at: number) => ({
    service: serviceOf(organisation),
    organisationName: organisation.name,
    tokenFingerprint,
    ...(subject !== undefined && { subject }),
    admit: admission(organisation, { tokenFingerprint, requestId }, at),
  });

  return (token, requestId, address = '') => {
    const attempt = { address, token };
    const access = Effect.suspend(() => authenticate(token, requestId)).pipe(
      Effect.tapError((failure) =>
        Effect.sync(() => failure._tag !== 'StorageUnavailable' && guard.tokenFailed(attempt)),
      ),
    );
    return Effect.suspend(() => Effect.fromResult(guard.checkToken(attempt))).pipe(
      Effect.andThen(access),
      Effect.tap(({ tokenFingerprint }) => Effect.sync(() => guard.tokenSucceeded(tokenFingerprint))),
      Effect.zipWith(Clock.currentTimeMillis, (found, at) => tenantOf(found, requestId, at)),
    );
  };
};
