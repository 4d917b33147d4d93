// The real server with its pages, on a store of its own, and people who sign in.
import { readFile } from 'node:fs/promises';
import {
  makeDataDirectory,
  printedAfter,
  removeDataDirectory,
  runOperator,
  startServer,
  type Environment,
} from '../support/server/server-process.ts';

/** A server whose pages are opened. */
export interface ConsoleServer {
  /** Where its pages are. */
  readonly origin: string;
  readonly scimBaseUrl: string;
  /** The address at which the first operator sets a password. */
  readonly firstLink: string;
  readonly operator: (...args: readonly string[]) => Promise<string>;
  /** Runs a command that makes a one-time link; the address of its page. */
  readonly linkOf: (...args: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Starts a server on an empty store, with one operator who has no password yet. */
export const startConsole = async (operatorEmail: string, env: Environment = {}): Promise<ConsoleServer> => {
  const dataDirectory = await makeDataDirectory();
  const place = { dataDirectory, env };
  const operator = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runOperator(place, ...args);
    if (code !== 0) throw new Error(`operator ${args.join(' ')}: ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };
  await operator('init');
  // The file names no address of a server that has not started.
  const secretOf = async (...args: readonly string[]): Promise<string> => {
    const link = await readFile(printedAfter(await operator(...args), 'Link file: '), 'utf8');
    return link.slice(link.indexOf('#')).trim();
  };
  const first = await secretOf('account', 'add', operatorEmail);
  const server = await startServer({ dataDirectory, token: '', env });
  const { origin } = new URL(server.baseUrl);
  return {
    origin,
    scimBaseUrl: server.baseUrl,
    firstLink: `${origin}/link${first}`,
    operator,
    linkOf: async (...args) => `${origin}/link${await secretOf(...args)}`,
    stop: async () => {
      await server.stop();
      await removeDataDirectory(dataDirectory);
    },
  };
};
