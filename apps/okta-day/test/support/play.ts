// Plays a day in this process and catches what it prints.
import { playDay } from '../../src/play-day.ts';
import type { AppKind, Ending } from '../../src/play-day.ts';
import { makeReport } from '../../src/report.ts';
import { openSmallServer, token } from './small-server.ts';
import type { Fault, SmallServer } from './small-server.ts';

/** A day that is over. */
export interface Played {
  readonly ending: Ending;
  readonly failed: number;
  readonly output: string;
}

/** How to play. */
export interface PlayOptions {
  readonly apps?: readonly AppKind[];
  readonly curl?: boolean;
  readonly verbose?: boolean;
  readonly token?: string;
  readonly timeoutMs?: number;
  /** People who are in the directory before the day. */
  readonly existing?: number;
}

/** Plays against a server that is open already. */
export const playAgainst = async (baseUrl: string, options: PlayOptions = {}): Promise<Played> => {
  let output = '';
  const report = makeReport({ write: (text) => (output += text), colour: false, token: options.token ?? token });
  const never = new AbortController().signal;
  const ending = await playDay({
    baseUrl,
    token: options.token ?? token,
    apps: options.apps ?? ['oin', 'aiw'],
    curl: options.curl ?? false,
    verbose: options.verbose ?? false,
    report,
    stop: never,
    cutOff: never,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  return { ending, failed: report.failed(), output };
};

/** Opens a server with a fault, plays, and closes it. */
export const playWith = async (
  fault: Fault | undefined,
  options: PlayOptions = {},
): Promise<Played & { readonly server: SmallServer }> => {
  const server = await openSmallServer(fault);
  for (let number = 0; number < (options.existing ?? 0); number += 1) {
    const id = `old-${number}`;
    server.directory.users.set(id, { id, userName: `old.${number}@acme.example`, active: true });
  }
  try {
    return { ...(await playAgainst(server.baseUrl, options)), server };
  } finally {
    await server.close();
  }
};
