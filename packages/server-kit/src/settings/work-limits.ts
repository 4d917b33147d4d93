// How much work one call may be: on the server's own thread, and on a worker.
import { availableParallelism } from 'node:os';
import { readNumber, type Environment } from './environment.ts';

/** Bounds of one call. */
export interface WorkLimits {
  /** Rows that a read may look at. */
  readonly maxRows: number;
  /** Characters of documents and of memberships that a call may read. */
  readonly maxCharacters: number;
  /** Seconds after which a call is stopped. */
  readonly maxSeconds: number;
}

/** What the server's own thread does at once: some milliseconds at most. */
export const SHORT_WORK: WorkLimits = { maxRows: 2000, maxCharacters: 65_536, maxSeconds: 1 };

/** Bodies of more bytes are read by a worker. */
export const SHORT_BODY_BYTES = 32_768;

/** Characters of one call: four times what a page may have, so that a group of 300,000 members can be read whole. */
const MAX_CHARACTERS = 67_108_864;

/** What workers do, and how many there are. */
export interface WorkSettings {
  /** Threads for calls that take long; 0: the server's own thread does everything. */
  readonly workers: number;
  /** What one call may cost. */
  readonly limits: WorkLimits;
}

const DEFAULT_MAX_ROWS = 2_000_000;
const DEFAULT_LONGEST_CALL_SECONDS = 30;
const MOST_WORKERS = 64;

/** At least two, so that one organisation never has all of them. */
const defaultWorkers = (): number => Math.min(8, Math.max(2, availableParallelism() - 1));

/** The variables that are read here. Workers and rows concern SQLite: MongoDB answers elsewhere, while this process goes on. */
export const WORK_VARIABLES = ['LOOOP_SCIM_WORKERS', 'LOOOP_SCIM_MAX_ROWS', 'LOOOP_SCIM_MAX_SECONDS'] as const;

/** Reads the settings of work. @throws ConfigurationError */
export const readWorkSettings = (environment: Environment): WorkSettings => ({
  workers: readNumber(environment, 'LOOOP_SCIM_WORKERS', { default: defaultWorkers(), least: 0, most: MOST_WORKERS }),
  limits: {
    maxRows: readNumber(environment, 'LOOOP_SCIM_MAX_ROWS', {
      default: DEFAULT_MAX_ROWS,
      least: 1000,
      most: 1_000_000_000,
    }),
    maxCharacters: MAX_CHARACTERS,
    maxSeconds: readNumber(environment, 'LOOOP_SCIM_MAX_SECONDS', {
      default: DEFAULT_LONGEST_CALL_SECONDS,
      least: 1,
      most: 3600,
    }),
  },
});
