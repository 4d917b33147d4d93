// The end of the process in order: what is in flight is answered, and nobody waits for it for ever.
import type { RunningServer } from './start.ts';

/** Milliseconds that requests in flight have to finish. */
const LIMIT_MS = 30_000;

/** Ends the process; the line says what was not in order. */
export type EndProcess = (status: 0 | 1, line?: string) => void;

/** Makes the shutdown of a server. It happens once, however often it is asked for. */
export const makeShutDown = (
  { server, stop }: Pick<RunningServer, 'server' | 'stop'>,
  endProcess: EndProcess,
): ((reason: string) => Promise<void>) => {
  let stopping = false;
  return async (reason) => {
    if (stopping) return;
    stopping = true;
    server.log.info({ reason }, 'stopping: requests in flight are answered first');
    const late = (): void => endProcess(1, `Requests in flight did not finish within ${LIMIT_MS / 1000} s`);
    setTimeout(late, LIMIT_MS).unref();
    try {
      await stop();
    } catch (error) {
      return endProcess(
        1,
        `The storage was not closed in order: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    endProcess(0);
  };
};
