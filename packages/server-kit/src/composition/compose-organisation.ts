// From a token to the use cases of its organisation: the only place that hands an organisation's id to a storage.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import QuickLRU from 'quick-lru';
import { instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import { makeCursorCipher } from '@looop-scim/crypto-node';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import type { Caller } from '@looop-scim/provisioning/activity';
import {
  makeAttributeAdministration,
  makeVeiledRepository,
  type OrganisationSchema,
} from '@looop-scim/provisioning/attributes';
import {
  makeJobDesk,
  makeJobService,
  makeDirectoryExport,
  makeDirectoryImport,
  type DirectoryExport,
  type DirectoryImport,
  type JobDesk,
} from '@looop-scim/provisioning/directory';
import {
  announcing,
  makeEventFeed,
  makePlatformService,
  makeRetelling,
  type EventCauseKind,
} from '@looop-scim/provisioning/events';
import { makeExplaining } from '@looop-scim/provisioning/insight';
import {
  makeMappingImpact,
  makeMappingAdministration,
  policyNameOf,
  policyOf,
  type Access,
  type BeginImpact,
  type Organisation,
  type OrganisationId,
} from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage } from '@looop-scim/provisioning/ports';
import { makeWebhookAdministration, type DeliveryDependencies } from '@looop-scim/provisioning/webhooks';
import type { ScimPluginOptions } from '@looop-scim/http-scim';
import type { Composed } from './composed.ts';
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

/** What an organisation looks after by itself: its attributes and its jobs. */
const registerOwnWork = (
  child: DependencyContainer,
  { organisation: { id }, schema }: Composed,
  forOrganisation: (under: OrganisationSchema) => OrganisationStorage,
): void => {
  child.register(OrganisationServices.attributes, {
    useFactory: instanceCachingFactory((c) =>
      makeAttributeAdministration({
        base: c.resolve(Services.registry),
        revisions: c.resolve(OrganisationServices.storage).revisions,
        resourcesUnder: (under) => forOrganisation(under).resources,
        changed: (saved) => c.resolve(Services.schemas).learn(id, saved),
      }),
    ),
  });
  child.register(OrganisationServices.jobs, {
    useFactory: instanceCachingFactory((c) => ({
      organisation: id,
      registry: schema.registry,
      records: c.resolve(OrganisationServices.storage).records,
      queue: c.resolve(Services.storage).records,
      ids: c.resolve(Services.ids),
      queued: c.resolve(Services.jobQueue).queued,
    })),
  });
};

/** What an organisation offers to the learning platform, and to its administrators. */
const registerPlatform = (root: DependencyContainer, child: DependencyContainer, organisation: Organisation): void => {
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
        attributes: c.resolve(OrganisationServices.attributes),
        jobs: makeJobService(c.resolve(OrganisationServices.jobs)),
      };
    }),
  });
};

/** The child container of an organisation. It ends with the call that needs it: no request meets a container. */
const containerOf = (
  root: DependencyContainer,
  { organisation, schema }: Composed,
  causeKind: EventCauseKind = 'platform',
): DependencyContainer => {
  const child = root.createChildContainer();
  child.register(OrganisationServices.causeKind, { useValue: causeKind });
  const { id } = organisation;
  const forOrganisation = (under: OrganisationSchema) =>
    root.resolve(Services.storage).forOrganisation(id, under.stored);
  child.register(OrganisationServices.organisation, { useValue: organisation });
  child.register(OrganisationServices.schema, { useValue: schema });
  child.register(OrganisationServices.storage, { useFactory: instanceCachingFactory(() => forOrganisation(schema)) });
  registerOwnWork(child, { organisation, schema }, forOrganisation);
  child.register(OrganisationServices.dependencies, {
    useFactory: instanceCachingFactory((c) => {
      const { resources, activity, events, revisions } = c.resolve(OrganisationServices.storage);
      const signal = c.resolve(Services.commitSignal);
      return {
        registry: schema.registry,
        policy: policyOf(organisation),
        policyName: policyNameOf(organisation),
        baseUrl: c.resolve(Services.baseUrl)(),
        resources: announcing(
          makeVeiledRepository({
            at: { schema, resources },
            newest: () =>
              Effect.map(c.resolve(Services.schemas).newest(id), (newer) => ({
                schema: newer,
                resources: forOrganisation(newer).resources,
              })),
          }),
          () => signal.announce(id),
        ),
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
  registerPlatform(root, child, organisation);
  return child;
};

/** Composes the SCIM use cases of an organisation. */
export const composeOrganisation = (root: DependencyContainer, composed: Composed): ScimService =>
  containerOf(root, composed).resolve(OrganisationServices.scim);

/** Composes what an organisation offers to the learning platform, or to an administrator: events name who caused a change. */
export const composePlatform = (
  root: DependencyContainer,
  composed: Composed,
  causeKind?: EventCauseKind,
): PlatformServices => containerOf(root, composed, causeKind).resolve(OrganisationServices.platform);

/** Imports into an organisation and exports from it. */
export interface Directory {
  readonly importing: DirectoryImport;
  readonly exporting: DirectoryExport;
}

/** Composes the imports into an organisation and the exports from it. */
export const composeDirectory = (root: DependencyContainer, composed: Composed): Directory => {
  const dependencies = containerOf(root, composed).resolve(OrganisationServices.dependencies);
  return { importing: makeDirectoryImport(dependencies), exporting: makeDirectoryExport(dependencies) };
};

/** Composes the round that tells of people by the newest mapping set; the result is how many there were. */
export const composeRetelling = (
  root: DependencyContainer,
  composed: Composed,
): Effect.Effect<number, StorageUnavailable> =>
  makeRetelling(containerOf(root, composed).resolve(OrganisationServices.dependencies));

/** What the jobs of an organisation are done with. */
export interface JobWork extends Pick<Directory, 'importing'> {
  readonly desk: JobDesk;
  readonly beginImpact: BeginImpact;
}

/** Composes what does the jobs of an organisation. */
export const composeJobs = (root: DependencyContainer, composed: Composed): JobWork => {
  const container = containerOf(root, composed);
  const dependencies = container.resolve(OrganisationServices.dependencies);
  return {
    desk: makeJobDesk(container.resolve(OrganisationServices.jobs)),
    importing: makeDirectoryImport(dependencies),
    beginImpact: makeMappingImpact(dependencies),
  };
};

/** Settings that the use cases are composed from: a change of them composes anew. */
const cacheKey = ({ organisation: { id, profile, leniencies }, schema }: Composed): string =>
  JSON.stringify([id, profile, leniencies, schema.definitions.version]);

/** From an organisation to its service: composed once, and anew when its settings or its attributes change. */
export const makeServiceOf = <Service>(compose: (composed: Composed) => Service): ((composed: Composed) => Service) => {
  const cache = new QuickLRU<string, Service>({ maxSize: CACHED_ORGANISATIONS });
  return (composed) => {
    const key = cacheKey(composed);
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const service = compose(composed);
    cache.set(key, service);
    return service;
  };
};

/** Makes the way from a token to its organisation's use cases. Fails as the authentication does, or for too many requests. */
export const makeAuthenticateTenant = (root: DependencyContainer): ScimPluginOptions['authenticate'] => {
  const authenticate = root.resolve(Services.authenticate);
  const offload = root.resolve(Services.offload);
  const guard = root.resolve(Services.requestGuard);
  const rateRefusals = root.resolve(Services.rateRefusals);
  const noteReadOf = root.resolve(Services.noteReadOf);
  const schemas = root.resolve(Services.schemas);
  const serviceOf = makeServiceOf((composed) =>
    offload(composeOrganisation(root, composed), composed, noteReadOf(composed.organisation.id)),
  );

  const admission = (organisation: Organisation, caller: Caller, at: number) => () => {
    const admitted = guard.admit({ token: caller.tokenFingerprint, organisation: organisation.id });
    if (Result.isFailure(admitted)) rateRefusals.note(organisation.id, caller, at);
    return admitted;
  };

  const tenantOf = (
    { organisation, tokenFingerprint, subject }: Access,
    schema: OrganisationSchema,
    requestId: string,
    at: number,
  ) => ({
    service: serviceOf({ organisation, schema }),
    organisationName: organisation.name,
    tokenFingerprint,
    ...(subject !== undefined && { subject }),
    admit: admission(organisation, { tokenFingerprint, requestId }, at),
  });

  return (token, request) => {
    const { id: requestId, address = '' } = request;
    const attempt = { address, token };
    const access = Effect.suspend(() => authenticate(token, request)).pipe(
      Effect.tapError((failure) =>
        Effect.sync(() => failure._tag !== 'StorageUnavailable' && guard.tokenFailed(attempt)),
      ),
    );
    return Effect.suspend(() => Effect.fromResult(guard.checkToken(attempt))).pipe(
      Effect.andThen(access),
      Effect.tap(({ tokenFingerprint }) => Effect.sync(() => guard.tokenSucceeded(tokenFingerprint))),
      Effect.bindTo('found'),
      Effect.bind('schema', ({ found }) => schemas.of(found.organisation.id)),
      Effect.zipWith(Clock.currentTimeMillis, ({ found, schema }, at) => tenantOf(found, schema, requestId, at)),
    );
  };
};
