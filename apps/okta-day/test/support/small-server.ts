// The small directory behind a real HTTP server, with a place to put one fault.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeSmallDirectory, refusal } from './small-directory.ts';
import type { Answer, Asked, SmallDirectory, Stored } from './small-directory.ts';

/** The token of every small server. */
export const token = 'looop_test_0123456789abcdef0123456789abcdef';

/** Changes the answer to a request, or gives `hang-up` to break the connection. */
export type Fault = (
  asked: Asked,
  answer: () => Answer,
  directory: SmallDirectory,
  authorized: boolean,
) => Answer | 'hang-up';

/** A server in this process. */
export interface SmallServer {
  readonly baseUrl: string;
  readonly directory: SmallDirectory;
  /** Request lines in their order, with the header lines that matter here. */
  readonly log: readonly Logged[];
  readonly close: () => Promise<void>;
}

/** A request as it arrived. */
export interface Logged {
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const noFault: Fault = (_asked, answer) => answer();

/** Opens a server on a free port; without a fault it does everything that Okta needs. */
export const openSmallServer = async (fault: Fault = noFault): Promise<SmallServer> => {
  const directory = makeSmallDirectory();
  const log: Logged[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://small.example');
      log.push({ line: `${request.method} ${request.url}`, headers: request.headers });
      const [, , , endpoint = '', id] = url.pathname.split('/');
      const text = Buffer.concat(chunks).toString('utf8');
      const body = text === '' ? {} : (JSON.parse(text) as Stored);
      const asked = { method: request.method ?? '', endpoint: `/${endpoint}`, id, query: url.searchParams, body };
      const authorized = request.headers.authorization === `Bearer ${token}`;
      const answer = fault(
        asked,
        () => (authorized ? directory.answer(asked) : refusal(401, 'The token is not valid.')),
        directory,
        authorized,
      );
      if (answer === 'hang-up') {
        request.socket.destroy();
        return;
      }
      const sent = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status, {
        'content-type': answer.contentType ?? 'application/scim+json; charset=utf-8',
      });
      response.end(sent);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    directory,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
