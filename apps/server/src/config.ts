// The configuration, all of it from environment variables. A bad value stops the start with one line that names the variable.
import { SHORTEST_TOKEN } from '@looop-scim/provisioning';
import { ConfigurationError, read, readNumber, type Environment } from './environment.ts';
import { readStore, type StoreConfig } from './store.ts';

/** Where SCIM is served below the server's address. */
export const SCIM_PATH = '/scim/v2';

/** Levels of the log. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What PORT may be. */
const PORTS = { default: 8080, least: 0, most: 65_535, note: '0 picks a free port' };

/** Settings of the server. */
export interface Config {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly dataDirectory: string;
  readonly store: StoreConfig;
  /** Token of the demo organisation, when the store is empty. */
  readonly demoToken?: string;
  /** Base of every location, ending in /scim/v2; default: the address that the server listens on. */
  readonly publicUrl?: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const readLogLevel = (environment: Environment): Config['logLevel'] => {
  const text = read(environment, 'LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (level === undefined)
    throw new ConfigurationError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${text}"`);
  return level;
};

const readToken = (environment: Environment): string | undefined => {
  const token = read(environment, 'LOOOP_SCIM_TOKEN');
  if (token === undefined) return undefined;
  if (token.length < SHORTEST_TOKEN) {
    throw new ConfigurationError(
      `LOOOP_SCIM_TOKEN must have at least ${SHORTEST_TOKEN} characters, it has ${token.length}; try: openssl rand -hex 32`,
    );
  }
  // A token with white space or beyond ASCII could not be sent in an Authorization header.
  if (![...token].every((character) => character > ' ' && character <= '~')) {
    throw new ConfigurationError('LOOOP_SCIM_TOKEN must consist of visible ASCII characters without spaces');
  }
  return token;
};

const readPublicUrl = (environment: Environment): string | undefined => {
  const text = read(environment, 'LOOOP_SCIM_PUBLIC_URL');
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ConfigurationError(`LOOOP_SCIM_PUBLIC_URL must be an http or https URL, not "${text}"`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new ConfigurationError('LOOOP_SCIM_PUBLIC_URL must have no query, fragment or credentials');
  }
  let path = url.pathname;
  while (path.endsWith('/')) path = path.slice(0, -1);
  return `${url.origin}${path.endsWith(SCIM_PATH) ? path : `${path}${SCIM_PATH}`}`;
};

/**
 * Reads the configuration.
 * @throws ConfigurationError with a message that names the variable and says what it must be.
 */
export const readConfig = (environment: Environment): Config => {
  const demoToken = readToken(environment);
  const publicUrl = readPublicUrl(environment);
  const dataDirectory = read(environment, 'LOOOP_SCIM_DATA') ?? './data';
  return {
    host: read(environment, 'HOST') ?? '127.0.0.1',
    port: readNumber(environment, 'PORT', PORTS),
    dataDirectory,
    store: readStore(environment, dataDirectory),
    logLevel: readLogLevel(environment),
    ...(demoToken !== undefined && { demoToken }),
    ...(publicUrl !== undefined && { publicUrl }),
  };
};
