// The configuration, all of it from environment variables. A bad value stops the start with one line that names the variable.
import type { LogRetention } from '@looop-scim/provisioning/activity';
import { SHORTEST_TOKEN } from '@looop-scim/provisioning/organisation';
import type { App } from '../app.ts';
import { ConfigurationError, read, readNumber, unknownVariables, type Environment } from './environment.ts';
import { readConnectionSettings, type ConnectionSettings } from './connections.ts';
import { readPeopleSettings, type PeopleSettings } from './people.ts';
import { isWildcard, readPublicUrl } from './public-url.ts';
import { readRequestLimits, readTrustedProxies, type RequestLimits } from './request-limits.ts';
import { readStore, type StoreConfig } from './store.ts';
import { readTlsFiles, type TlsFiles } from './tls.ts';
import { readWebhookSettings, type WebhookSettings } from './webhooks.ts';
import { readWorkSettings, WORK_VARIABLES, type WorkSettings } from './work-limits.ts';

/** Levels of the log. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What PORT may be. */
const PORTS = { default: 8080, least: 0, most: 65_535, note: '0 picks a free port' };

/** How long the logs may be kept, in days. */
const ACTIVITY_DAYS = { default: 90, least: 0, most: 36_500, note: '0 keeps it for ever' };
const EVENT_DAYS = { default: 30, least: 0, most: 36_500, note: '0 keeps them for ever' };

/** How long the event of a deletion keeps the last profile, in hours. */
const LAST_PROFILE_HOURS = { default: 24, least: 0, most: 876_000 };

/** Settings of the server. */
export interface Config {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly dataDirectory: string;
  readonly store: StoreConfig;
  /** Token of the demo organisation, when the store is empty. */
  readonly demoToken?: string;
  /** Platform key of the demo organisation, when the store is empty. */
  readonly demoKey?: string;
  /** Base of every location, ending in /scim/v2; default: the address that the server listens on. */
  readonly publicUrl?: string;
  /** Where the certificate and its key are; absent: plain HTTP is served. */
  readonly tls?: TlsFiles;
  /** Whether the environment sets up an installation: then no start makes a demo organisation of its own accord. */
  readonly isSetUp: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly work: WorkSettings;
  /** How long activity and events are kept. */
  readonly retention: LogRetention;
  readonly people: PeopleSettings;
  readonly webhooks: WebhookSettings;
  readonly connections: ConnectionSettings;
  /** Absent: requests are not limited. */
  readonly requestLimits?: RequestLimits;
  /** Addresses and ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

const readLogLevel = (environment: Environment): Config['logLevel'] => {
  const text = read(environment, 'LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (level === undefined)
    throw new ConfigurationError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${text}"`);
  return level;
};

const readSecret = (
  environment: Environment,
  name: 'LOOOP_SCIM_TOKEN' | 'LOOOP_SCIM_PLATFORM_KEY',
): string | undefined => {
  const token = read(environment, name);
  if (token === undefined) return undefined;
  if (token.length < SHORTEST_TOKEN) {
    throw new ConfigurationError(
      `${name} must have at least ${SHORTEST_TOKEN} characters, it has ${token.length}; try: openssl rand -hex 32`,
    );
  }
  // A token with white space or beyond ASCII could not be sent in an Authorization header.
  if (![...token].every((character) => character > ' ' && character <= '~')) {
    throw new ConfigurationError(`${name} must consist of visible ASCII characters without spaces`);
  }
  return token;
};

/**
 * Reads the configuration.
 * @throws ConfigurationError with a message that names the variable and says what it must be.
 */
export const readConfig = (environment: Environment, app: Pick<App, 'stores' | 'dataDirectory'>): Config => {
  const demoToken = readSecret(environment, 'LOOOP_SCIM_TOKEN');
  const demoKey = readSecret(environment, 'LOOOP_SCIM_PLATFORM_KEY');
  if (demoKey !== undefined && demoKey === demoToken) {
    throw new ConfigurationError('LOOOP_SCIM_PLATFORM_KEY must be another text than LOOOP_SCIM_TOKEN');
  }
  const publicUrl = readPublicUrl(environment);
  const requestLimits = readRequestLimits(environment);
  const tls = readTlsFiles(environment);
  const dataDirectory = read(environment, 'LOOOP_SCIM_DATA') ?? app.dataDirectory;
  return {
    host: read(environment, 'HOST') ?? '127.0.0.1',
    port: readNumber(environment, 'PORT', PORTS),
    dataDirectory,
    store: readStore(environment, dataDirectory, app.stores),
    isSetUp: publicUrl !== undefined || read(environment, 'LOOOP_SCIM_STORE') !== undefined,
    logLevel: readLogLevel(environment),
    work: readWorkSettings(environment),
    people: readPeopleSettings(environment),
    webhooks: readWebhookSettings(environment),
    connections: readConnectionSettings(environment),
    trustedProxies: readTrustedProxies(environment),
    retention: {
      activityDays: readNumber(environment, 'LOOOP_SCIM_ACTIVITY_DAYS', ACTIVITY_DAYS),
      eventDays: readNumber(environment, 'LOOOP_SCIM_EVENT_DAYS', EVENT_DAYS),
      lastProfileHours: readNumber(environment, 'LOOOP_SCIM_LAST_PROFILE_HOURS', LAST_PROFILE_HOURS),
    },
    ...(requestLimits !== undefined && { requestLimits }),
    ...(demoToken !== undefined && { demoToken }),
    ...(demoKey !== undefined && { demoKey }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(tls !== undefined && { tls }),
  };
};

/** One line for each setting that has no effect: an unknown variable, or one of another store. */
export const settingsWithoutEffect = (
  environment: Environment,
  { store }: Pick<Config, 'store'>,
): readonly string[] => {
  const pool = read(environment, 'LOOOP_SCIM_MONGODB_POOL');
  const lines = [...unknownVariables(environment)];
  if (pool !== undefined && store.kind !== 'mongodb') {
    lines.push('LOOOP_SCIM_MONGODB_POOL has no effect: LOOOP_SCIM_STORE names no MongoDB');
  }
  if (store.kind !== 'sqlite') {
    const set = [...WORK_VARIABLES, 'LOOOP_SCIM_UPGRADE_BACKUPS' as const].filter(
      (name) => read(environment, name) !== undefined,
    );
    lines.push(
      ...set.map((name) => `${name} has no effect: it concerns SQLite, and LOOOP_SCIM_STORE names another store`),
    );
  }
  return lines;
};

/** One line when the locations in answers cannot be what clients connect to. */
export const unreachableLocations = ({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): readonly string[] =>
  isWildcard(host) && publicUrl === undefined
    ? [
        `HOST ${host} serves other machines, and the locations in answers say 127.0.0.1; ` +
          'set LOOOP_SCIM_PUBLIC_URL to the URL that the identity provider uses',
      ]
    : [];
