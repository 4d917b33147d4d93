// What storage and workers tell beside the requests, as lines of the server's log.
import type { FastifyBaseLogger } from 'fastify';
import { makeRepeatedErrors } from '@looop-scim/http-scim';
import type { StorageNotice } from '@looop-scim/storage-sqlite';

/** Takes what is told. */
export interface NoticeLog {
  /** One line for each change; the requests that fail meanwhile are counted elsewhere. */
  readonly storage: (notice: StorageNotice) => void;
  readonly workerLost: (cause: unknown) => void;
  /** Logs what was counted since the last line. */
  readonly stop: () => void;
}

/**
 * Makes the way into a log that exists once the server does; what is told before, while the storage is opened, is said.
 */
export const makeNoticeLog = (log: () => FastifyBaseLogger | undefined, say: (line: string) => void): NoticeLog => {
  const errors = makeRepeatedErrors();
  return {
    storage: (notice) => {
      switch (notice.kind) {
        case 'moved':
        case 'damaged':
          return log()?.error(notice.message);
        case 'upgrading':
        case 'backed up':
          return say(notice.message);
        case 'found again':
          return log()?.info(notice.message);
        case 'not checkpointed':
          return log()?.warn({ reason: String(notice.cause) }, notice.message);
      }
    },
    workerLost: (cause) => {
      const to = log();
      const message = 'a worker was lost; another one takes its place';
      if (to !== undefined) errors.report({ log: to, level: 'error', cause, message });
    },
    stop: errors.stop,
  };
};
