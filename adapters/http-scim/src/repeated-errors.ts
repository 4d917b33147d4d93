// Errors that whoever sends requests can bring about as often as they like: a log that had all of them whole would fill the disk,
// which may be what is wrong. The first one is logged at once and with its stack; those that are like it are counted.
import { inspect } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';

/** Milliseconds between two lines about errors that are alike. */
const COUNT_FOR_MS = 1000;
/** Milliseconds without an error of its kind after which one is logged with its stack again. */
const FORGET_AFTER_MS = 60_000;
/** Kinds of errors that are told apart; of more, the others are counted together. */
const MAX_KINDS = 50;
/** Characters of an error that tell its kind. */
const KIND_CHARACTERS = 300;

/** An error that was met. */
export interface MetError {
  /** The log of the request, or of the server. */
  readonly log: FastifyBaseLogger;
  readonly level: 'error' | 'warn';
  readonly cause: unknown;
  readonly message: string;
}

/** Logs errors, repeated ones once a second with their number. */
export interface RepeatedErrors {
  readonly report: (error: MetError) => void;
  /** Logs what was counted since the last line, and ends. */
  readonly stop: () => void;
}

interface Kind {
  /** The last one that was met. */
  error: MetError;
  /** How many were met since the last line. */
  count: number;
  /** When the last line was written. */
  loggedAt: number;
  timer: NodeJS.Timeout | undefined;
}

/** What an error says; causes from elsewhere, such as another thread, may be anything. */
const textOf = (cause: unknown): string => (cause instanceof Error ? String(cause) : inspect(cause));

/** Where it was thrown tells errors apart that have the same text. */
const kindOf = ({ cause, message }: MetError): string => {
  if (!(cause instanceof Error)) return `${message} ${textOf(cause)}`.slice(0, KIND_CHARACTERS);
  const frame = cause.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return `${message} ${cause.name} ${frame} ${cause.message}`.slice(0, KIND_CHARACTERS);
};

/** Makes the log of errors that may come in masses. */
export const makeRepeatedErrors = (now: () => number = () => performance.now()): RepeatedErrors => {
  const kinds = new Map<string, Kind>();

  const logCount = (kind: Kind): void => {
    const { error, count } = kind;
    kind.count = 0;
    kind.timer = undefined;
    if (count === 0) return;
    error.log[error.level]({ reason: textOf(error.cause), times: count }, error.message);
    wait(kind);
  };

  const wait = (kind: Kind): void => {
    kind.loggedAt = now();
    kind.timer = setTimeout(() => logCount(kind), COUNT_FOR_MS).unref();
  };

  const forgetOld = (): void => {
    for (const [name, { timer, loggedAt }] of kinds) {
      if (timer === undefined && now() - loggedAt >= FORGET_AFTER_MS) kinds.delete(name);
    }
  };

  const begin = (name: string, error: MetError): void => {
    const { log, level, cause, message } = error;
    const kind: Kind = { error, count: 0, loggedAt: now(), timer: undefined };
    kinds.set(name, kind);
    log[level]({ err: cause }, message);
    wait(kind);
  };

  const report = (error: MetError): void => {
    forgetOld();
    const name = kindOf(error);
    const kind = kinds.get(name) ?? (kinds.size < MAX_KINDS ? undefined : kinds.get(''));
    if (kind === undefined) return begin(kinds.size < MAX_KINDS ? name : '', error);
    kind.error = error;
    kind.count += 1;
    // The second one of a time that was quiet for a while need not wait to be counted.
    if (kind.timer === undefined) logCount(kind);
  };

  return {
    report,
    stop: () => {
      for (const kind of kinds.values()) {
        clearTimeout(kind.timer);
        logCount(kind);
        clearTimeout(kind.timer);
      }
    },
  };
};
