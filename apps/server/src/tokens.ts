// The names under which the composition root registers things, typed: resolving gives what was registered.
import type { InjectionToken } from 'tsyringe';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type {
  IdGenerator,
  Authenticate,
  Organisation,
  OrganisationAdministration,
  OrganisationStorage,
  ScimService,
  Storage,
  TokenSecrets,
} from '@looop-scim/provisioning';
import type { ScimPluginOptions } from '@looop-scim/http-scim';

const token = <Registered>(name: string): InjectionToken<Registered> => Symbol(name);

/** Tokens of the process. */
export const Tokens = {
  storage: token<Storage>('storage'),
  registry: token<SchemaRegistry>('registry'),
  ids: token<IdGenerator>('ids'),
  secrets: token<TokenSecrets>('secrets'),
  /** Shared by all processes on the storage; whoever knows it can forge cursors. */
  installationSecret: token<string>('installationSecret'),
  /** Base of every location, without a slash at the end; known once the server listens. */
  baseUrl: token<() => string>('baseUrl'),
  authenticate: token<Authenticate>('authenticate'),
  administration: token<OrganisationAdministration>('administration'),
  authenticateTenant: token<ScimPluginOptions['authenticate']>('authenticateTenant'),
  anonymousConfig: token<ScimPluginOptions['anonymousConfig']>('anonymousConfig'),
} as const;

/** Tokens of one organisation's child container. */
export const OrganisationTokens = {
  organisation: token<Organisation>('organisation'),
  storage: token<OrganisationStorage>('organisationStorage'),
  service: token<ScimService>('service'),
} as const;
