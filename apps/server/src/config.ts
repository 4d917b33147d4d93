// The configuration, all of it from environment variables. A bad value stops the start with one line that names the variable.
import { SHORTEST_TOKEN } from '@looop-scim/provisioning';

/** Where SCIM is served below the server's address. */
export const SCIM_PATH = '/scim/v2';

/** Levels of the log. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A value that the configuration cannot be read from. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Settings of the server. */
export interface Config {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly dataDirectory: string;
  /** Token of the demo organisation, when the data directory is empty. */
  readonly demoToken?: string;
  /** Base of every location, ending in /scim/v2; default: the address that the server listens on. */
  readonly publicUrl?: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable's value, undefined when it is not set or empty. */
const read = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
};

const readPort = (environment: Environment): number => {
  const text = read(environment, 'PORT') ?? '8080';
  const port = Number(text);
  const isDecimal = [...text].every((digit) => digit >= '0' && digit <= '9');
  if (!isDecimal || port > 65_535) {
    throw new ConfigurationError(`PORT must be a whole number from 0 to 65535 (0 picks a free port), not "${text}"`);
  }
  return port;
};

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
  return {
    host: read(environment, 'HOST') ?? '127.0.0.1',
    port: readPort(environment),
    dataDirectory: read(environment, 'LOOOP_SCIM_DATA') ?? './data',
    logLevel: readLogLevel(environment),
    ...(demoToken !== undefined && { demoToken }),
    ...(publicUrl !== undefined && { publicUrl }),
  };
};
