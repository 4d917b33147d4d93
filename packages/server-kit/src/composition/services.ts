// The names under which the container knows things, typed: resolving gives what was registered.
import type { InjectionToken } from 'tsyringe';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { ScimService } from '@looop-scim/provisioning';
import type { OpenIdProvider, PasswordHasher, People } from '@looop-scim/provisioning/accounts';
import type { ReadRecording, RateRefusals, RecordingAuthentication } from '@looop-scim/provisioning/activity';
import type { AttributeAdministration, OrganisationSchema } from '@looop-scim/provisioning/attributes';
import type { JobDependencies, JobService } from '@looop-scim/provisioning/directory';
import type {
  EventCauseKind,
  PlatformService,
  CommitSignal,
  EventFeed,
  PlatformDependencies,
} from '@looop-scim/provisioning/events';
import type { Explaining } from '@looop-scim/provisioning/insight';
import type {
  Authenticate,
  CheckKey,
  CheckToken,
  KeyAdministration,
  MappingAdministration,
  Organisation,
  OrganisationAdministration,
} from '@looop-scim/provisioning/organisation';
import type { IdGenerator, OrganisationStorage, Storage, TokenSecrets } from '@looop-scim/provisioning/ports';
import type { WebhookAdministration, WebhookSender } from '@looop-scim/provisioning/webhooks';
import type { AuthenticateKey } from '@looop-scim/http-api';
import type { PeopleGate } from '@looop-scim/http-api/people';
import type { ScimPluginOptions } from '@looop-scim/http-scim';
import type { RequestGuard } from '../limits/request-guard.ts';
import type { Schemas } from './schemas.ts';
import type { PeopleSettings } from '../settings/people.ts';
import type { Offload } from '../workers/offload.ts';

/** What webhooks are sent with. */
export interface WebhookParts {
  readonly sender: WebhookSender;
  /** For how many days deliveries are kept. */
  readonly deliveryDays: number;
}

const service = <Registered>(name: string): InjectionToken<Registered> => Symbol(name);

/** Tells whoever does jobs that one is to be done. */
export interface JobQueue {
  readonly queued: () => void;
  readonly onQueued: (listener: () => void) => void;
}

/** Services of the process. */
export const Services = {
  storage: service<Storage>('storage'),
  /** What every organisation has. */
  registry: service<SchemaRegistry>('registry'),
  schemas: service<Schemas>('schemas'),
  jobQueue: service<JobQueue>('jobQueue'),
  ids: service<IdGenerator>('ids'),
  secrets: service<TokenSecrets>('secrets'),
  /** Shared by all processes on the storage; whoever knows it can forge cursors. */
  installationSecret: service<string>('installationSecret'),
  /** Base of every location, without a slash at the end; known once the server listens. */
  baseUrl: service<() => string>('baseUrl'),
  checkToken: service<CheckToken>('checkToken'),
  checkKey: service<CheckKey>('checkKey'),
  keys: service<KeyAdministration>('keys'),
  recordingAuthentication: service<RecordingAuthentication>('recordingAuthentication'),
  noteReadOf: service<ReadRecording['noteReadOf']>('noteReadOf'),
  authenticate: service<Authenticate>('authenticate'),
  administration: service<OrganisationAdministration>('administration'),
  authenticateTenant: service<ScimPluginOptions['authenticate']>('authenticateTenant'),
  authenticatePlatform: service<AuthenticateKey>('authenticatePlatform'),
  /** Has workers do what would keep the server's thread busy. */
  offload: service<Offload>('offload'),
  /** Whether a request is served at all. */
  requestGuard: service<RequestGuard>('requestGuard'),
  /** Wakes those who wait for events. */
  commitSignal: service<CommitSignal>('commitSignal'),
  /** Told of a mapping set that was saved. */
  mappingSaved: service<(organisation: Organisation) => void>('mappingSaved'),
  rateRefusals: service<RateRefusals>('rateRefusals'),
  hasher: service<PasswordHasher>('hasher'),
  openIdProvider: service<OpenIdProvider>('openIdProvider'),
  people: service<People>('people'),
  peopleSettings: service<PeopleSettings>('peopleSettings'),
  peopleGate: service<PeopleGate>('peopleGate'),
  webhooks: service<WebhookParts>('webhooks'),
  anonymousConfig: service<ScimPluginOptions['anonymousConfig']>('anonymousConfig'),
} as const;

/** What an organisation offers to the learning platform. */
export interface PlatformServices {
  readonly platform: PlatformService;
  readonly mappings: MappingAdministration;
  readonly explaining: Explaining;
  readonly attributes: AttributeAdministration;
  readonly jobs: JobService;
  readonly feed: EventFeed;
  readonly webhooks: WebhookAdministration;
}

/** Services of one organisation, in a child container of its own. */
export const OrganisationServices = {
  organisation: service<Organisation>('organisation'),
  schema: service<OrganisationSchema>('schema'),
  storage: service<OrganisationStorage>('organisationStorage'),
  dependencies: service<PlatformDependencies>('dependencies'),
  scim: service<ScimService>('scim'),
  /** Who changes profiles by it. */
  causeKind: service<EventCauseKind>('causeKind'),
  attributes: service<AttributeAdministration>('attributes'),
  jobs: service<JobDependencies>('jobs'),
  platform: service<PlatformServices>('platform'),
} as const;
