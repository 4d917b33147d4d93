// The map of the process: which adapter stands behind which port. The container stays in this folder; what leaves it are plain
// values. Connections are opened before, and closed by whoever opened them.
import 'reflect-metadata';
import * as Effect from 'effect/Effect';
import { identity } from 'effect/Function';
import { container as globalContainer, instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import { makePasswordHasher, tokenSecrets, uuidV7Generator } from '@looop-scim/crypto-node';
import type { AuthenticateKey } from '@looop-scim/http-api';
import type { PeopleGate } from '@looop-scim/http-api/people';
import type { ScimPluginOptions } from '@looop-scim/http-scim';
import type { AccountAdministration, PasswordHasher } from '@looop-scim/provisioning/accounts';
import {
  countRateRefusals,
  makeActivityReading,
  makeReadRecording,
  recordRefusedTokens,
  type ActivityReading,
  type ReadRecording,
} from '@looop-scim/provisioning/activity';
import { makeCommitSignal } from '@looop-scim/provisioning/events';
import {
  makeAuthenticate,
  makeAuthenticateKey,
  makeKeyAdministration,
  makeOrganisationAdministration,
  withTokenEndings,
  type CheckKey,
  type CheckToken,
  type KeyAdministration,
  type Organisation,
  type OrganisationAdministration,
  type OrganisationId,
} from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { DeliveryDependencies } from '@looop-scim/provisioning/webhooks';
import { serviceProviderConfig } from '@looop-scim/scim/discovery';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { unguarded, type RequestGuard } from '../limits/request-guard.ts';
import { DEFAULT_PEOPLE, type PeopleSettings } from '../settings/people.ts';
import { DEFAULT_WEBHOOKS } from '../settings/webhooks.ts';
import type { Offload } from '../workers/offload.ts';
import { makeAuthenticatePlatform } from './authenticate-platform.ts';
import {
  composeDelivery,
  composeDirectory,
  composeJobs,
  composePlatform,
  composeRetelling,
  makeAuthenticateTenant,
  type Directory,
  type JobWork,
} from './compose-organisation.ts';
import { makeSchemas, type Schemas } from './schemas.ts';
import { openIdProviderWhenNeeded, webhookSenderWhenNeeded } from './loaded-when-needed.ts';
import { ofOneOrganisation } from './one-organisation.ts';
import { composePeople, composePeopleGate } from './people-gate.ts';
import { Services, type JobQueue, type PlatformServices, type WebhookParts } from './services.ts';

/** What must exist before anything is composed. */
export interface ServerParts {
  readonly storage: Storage;
  readonly installationSecret: string;
  /** Base of every location; asked for when the first request of an organisation comes. */
  readonly baseUrl: () => string;
  /** Default: everything is done by the server's own thread. */
  readonly offload?: Offload;
  /** Default: requests are not limited. */
  readonly requestGuard?: RequestGuard;
  readonly people?: PeopleSettings;
  /** Default: argon2id at the cost that it needs. */
  readonly hasher?: PasswordHasher;
  /** Default: webhooks go to the public internet alone. */
  readonly webhooks?: WebhookParts;
  /** Says that there is one organisation and no more. Default: many. */
  readonly organisations?: 'one' | undefined;
  /** Told of a mapping set that was saved, by which the people of the organisation are still to be told of. */
  readonly mappingSaved?: (organisation: Organisation) => void;
}

/** What a container is built from. */
interface ContainerParts extends ServerParts, Pick<ReadRecording, 'noteReadOf'> {}

/** What a server is made of. */
export interface ComposedServer extends Pick<ScimPluginOptions, 'authenticate' | 'anonymousConfig'> {
  readonly administration: OrganisationAdministration;
  /** Checks a token without recording anything. */
  readonly checkToken: CheckToken;
  readonly keys: KeyAdministration;
  readonly authenticatePlatform: AuthenticateKey;
  /** Checks a platform key. */
  readonly checkKey: CheckKey;
  /** Accounts of people. */
  readonly accounts: AccountAdministration;
  readonly peopleGate: PeopleGate;
  /** What was done to an organisation. */
  readonly activityOf: (id: OrganisationId) => Effect.Effect<ActivityReading, StorageUnavailable>;
  /** What an organisation offers to the learning platform: its attributes and their mappings are looked after there. */
  readonly platformOf: (organisation: Organisation) => Effect.Effect<PlatformServices, StorageUnavailable>;
  /** What the jobs of an organisation are done with. */
  readonly jobsOf: (organisation: Organisation) => Effect.Effect<JobWork, StorageUnavailable>;
  /** Calls a function whenever a job was queued here. */
  readonly onJobQueued: JobQueue['onQueued'];
  /** Calls a function whenever own attributes of an organisation were changed here. */
  readonly onAttributesSaved: Schemas['onSaved'];
  /** What the webhooks of an organisation are delivered with. */
  readonly deliveryOf: (id: OrganisationId) => DeliveryDependencies;
  /** One round of telling of people by the newest mapping set; the result is how many there were. */
  readonly retell: (organisation: Organisation) => Effect.Effect<number, StorageUnavailable>;
  /** Imports into an organisation and exports from it. */
  readonly directoryOf: (organisation: Organisation) => Effect.Effect<Directory, StorageUnavailable>;
  /**
   * Stores the counts that wait, as far as the storage answers: of unknown tokens, of requests that were too many, of reads of
   * which something was left out.
   */
  readonly flushCounts: Effect.Effect<void>;
}

/** Platform keys: who looks after them, and what they open. */
const registerKeys = (root: DependencyContainer): void => {
  root.register(Services.checkKey, {
    useFactory: instanceCachingFactory((c) =>
      makeAuthenticateKey({ tokens: c.resolve(Services.storage).tokens, secrets: c.resolve(Services.secrets) }),
    ),
  });
  root.register(Services.keys, {
    useFactory: instanceCachingFactory((c) =>
      makeKeyAdministration({ ...c.resolve(Services.storage), secrets: c.resolve(Services.secrets) }),
    ),
  });
  root.register(Services.authenticatePlatform, {
    useFactory: instanceCachingFactory(() => makeAuthenticatePlatform(root)),
  });
};

/** People who sign in. */
const registerPeople = (root: DependencyContainer): void => {
  root.register(Services.openIdProvider, {
    useFactory: instanceCachingFactory((c) =>
      openIdProviderWhenNeeded(c.resolve(Services.peopleSettings).identityProviderNetworks),
    ),
  });
  root.register(Services.people, { useFactory: instanceCachingFactory(() => composePeople(root)) });
  root.register(Services.peopleGate, { useFactory: instanceCachingFactory(() => composePeopleGate(root)) });
};

/** What operators do. */
const registerAdministration = (root: DependencyContainer, organisations: ServerParts['organisations']): void => {
  const limited = organisations === 'one' ? ofOneOrganisation : identity;
  root.register(Services.administration, {
    useFactory: instanceCachingFactory((c) => {
      const { tokens, forOrganisation, purgeRemoved, ...storage } = c.resolve(Services.storage);
      const administration = makeOrganisationAdministration({
        organisations: storage.organisations,
        tokens,
        purgeRemoved,
        resourcesOf: (id) => forOrganisation(id).resources,
        registry: c.resolve(Services.registry),
        ids: c.resolve(Services.ids),
        secrets: c.resolve(Services.secrets),
      });
      return limited(withTokenEndings(administration, (id) => forOrganisation(id).records));
    }),
  });
};

const supportOf = ({ support }: PeopleSettings) => (support === undefined ? {} : { support });

/** Who may send a request, and what becomes of those who may not. */
const registerAuthentication = (root: DependencyContainer): void => {
  root.register(Services.checkToken, {
    useFactory: instanceCachingFactory((c) =>
      makeAuthenticate({
        tokens: c.resolve(Services.storage).tokens,
        secrets: c.resolve(Services.secrets),
        ...supportOf(c.resolve(Services.peopleSettings)),
      }),
    ),
  });
  root.register(Services.recordingAuthentication, {
    useFactory: instanceCachingFactory((c) => {
      const { tokens, unknownTokens, forOrganisation } = c.resolve(Services.storage);
      return recordRefusedTokens({
        checkToken: c.resolve(Services.checkToken),
        tokens,
        secrets: c.resolve(Services.secrets),
        activityOf: (id) => forOrganisation(id).activity,
        unknownTokens,
      });
    }),
  });
  root.register(Services.rateRefusals, {
    useFactory: instanceCachingFactory((c) => {
      const { forOrganisation } = c.resolve(Services.storage);
      return countRateRefusals((id) => forOrganisation(id).activity);
    }),
  });
  root.register(Services.authenticate, {
    useFactory: instanceCachingFactory((c) => c.resolve(Services.recordingAuthentication).authenticate),
  });
};

const makeJobQueue = (): JobQueue => {
  const listeners: (() => void)[] = [];
  return {
    queued: () => {
      for (const tell of listeners) tell();
    },
    onQueued: (listener) => void listeners.push(listener),
  };
};

/** Builds the container of the process. */
export const buildContainer = ({
  storage,
  installationSecret,
  baseUrl,
  offload = (service) => service,
  requestGuard = unguarded,
  people = DEFAULT_PEOPLE,
  hasher = makePasswordHasher(),
  webhooks = { sender: webhookSenderWhenNeeded(), deliveryDays: DEFAULT_WEBHOOKS.deliveryDays },
  mappingSaved = () => undefined,
  organisations,
  noteReadOf,
}: ContainerParts): DependencyContainer => {
  const root = globalContainer.createChildContainer();
  root.register(Services.storage, { useValue: storage });
  root.register(Services.installationSecret, { useValue: installationSecret });
  root.register(Services.baseUrl, { useValue: baseUrl });
  root.register(Services.offload, { useValue: offload });
  root.register(Services.requestGuard, { useValue: requestGuard });
  root.register(Services.peopleSettings, { useValue: people });
  root.register(Services.hasher, { useValue: hasher });
  root.register(Services.registry, { useValue: standardRegistry });
  root.register(Services.schemas, {
    useFactory: instanceCachingFactory(() => makeSchemas(standardRegistry, storage.forOrganisation)),
  });
  root.register(Services.jobQueue, { useFactory: instanceCachingFactory(makeJobQueue) });
  root.register(Services.ids, { useValue: uuidV7Generator });
  root.register(Services.secrets, { useValue: tokenSecrets });
  root.register(Services.noteReadOf, { useValue: noteReadOf });
  root.register(Services.commitSignal, { useValue: makeCommitSignal() });
  root.register(Services.webhooks, { useValue: webhooks });
  root.register(Services.mappingSaved, { useValue: mappingSaved });
  registerAuthentication(root);
  root.register(Services.anonymousConfig, {
    useValue: () => serviceProviderConfig({ baseUrl: baseUrl(), policy: interopPolicy }),
  });
  root.register(Services.authenticateTenant, {
    useFactory: instanceCachingFactory(() => makeAuthenticateTenant(root)),
  });
  registerAdministration(root, organisations);
  registerKeys(root);
  registerPeople(root);
  return root;
};

/** Composes the server of the process. */
export const composeServer = (parts: ServerParts): ComposedServer => {
  const reads = makeReadRecording((id) => parts.storage.forOrganisation(id).activity);
  const container = buildContainer({ ...parts, noteReadOf: reads.noteReadOf });
  const { flush } = container.resolve(Services.recordingAuthentication);
  const schemas = container.resolve(Services.schemas);
  return {
    authenticate: container.resolve(Services.authenticateTenant),
    anonymousConfig: container.resolve(Services.anonymousConfig),
    administration: container.resolve(Services.administration),
    checkToken: container.resolve(Services.checkToken),
    keys: container.resolve(Services.keys),
    authenticatePlatform: container.resolve(Services.authenticatePlatform),
    checkKey: container.resolve(Services.checkKey),
    accounts: container.resolve(Services.people).accounts,
    peopleGate: container.resolve(Services.peopleGate),
    activityOf: (id) =>
      Effect.map(schemas.of(id), ({ registry, stored }) => {
        const { resources, activity } = parts.storage.forOrganisation(id, stored);
        return makeActivityReading({ registry, resources, activity });
      }),
    onAttributesSaved: schemas.onSaved,
    onJobQueued: container.resolve(Services.jobQueue).onQueued,
    jobsOf: (organisation) =>
      Effect.map(schemas.of(organisation.id), (schema) => composeJobs(container, { organisation, schema })),
    platformOf: (organisation) =>
      Effect.map(schemas.of(organisation.id), (schema) => composePlatform(container, { organisation, schema })),
    directoryOf: (organisation) =>
      Effect.map(schemas.of(organisation.id), (schema) => composeDirectory(container, { organisation, schema })),
    deliveryOf: (id) => composeDelivery(container, id),
    retell: (organisation) =>
      Effect.flatMap(schemas.of(organisation.id), (schema) => composeRetelling(container, { organisation, schema })),
    flushCounts: Effect.all(
      [Effect.ignore(flush), Effect.ignore(reads.flush), Effect.ignore(container.resolve(Services.rateRefusals).flush)],
      { discard: true },
    ),
  };
};
