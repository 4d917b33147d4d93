// How connections are looked after: clients that do not read, and the end of the server.
import { readNumber, type Environment } from './environment.ts';

/** Settings of connections. */
export interface ConnectionSettings {
  /** Milliseconds after which a connection ends whose client takes nothing of its answer. */
  readonly stalledMs: number;
  /** Bytes of large answers that may wait for their clients at the same time. */
  readonly maxUnreadBytes: number;
  /** Milliseconds that connections without a request are kept while the server stops. */
  readonly closingMs: number;
}

const MEBI = 1_048_576;

/** Reads the settings of connections. @throws ConfigurationError */
export const readConnectionSettings = (environment: Environment): ConnectionSettings => ({
  stalledMs: 1000 * readNumber(environment, 'LOOOP_SCIM_STALLED_SECONDS', { default: 30, least: 1, most: 3600 }),
  maxUnreadBytes: MEBI * readNumber(environment, 'LOOOP_SCIM_MAX_UNREAD_MIB', { default: 64, least: 1, most: 65_536 }),
  closingMs: 1000 * readNumber(environment, 'LOOOP_SCIM_CLOSING_SECONDS', { default: 1, least: 0, most: 20 }),
});
