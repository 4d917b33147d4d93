// SIGTERM and SIGINT: requests in flight are answered, what was answered is on disk, and the exit status is 0.
import { once } from 'node:events';
import { request as httpRequest, Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as okta from '../support/client/okta.ts';
import { makeScimClient } from '../support/client/scim-client.ts';
import { startServer, type RunningServer } from '../support/server/server-process.ts';
import { onEveryStore } from '../support/server/server-store.ts';
import { useFreshStarts } from '../support/server/use-fresh-starts.ts';
import { troubledLines } from '../support/server/secrets-at-rest.ts';

interface OpenRequest {
  /** Sends the body and waits for the status of the answer. */
  readonly finish: () => Promise<number>;
}

interface HalfRead {
  /** Sends the rest and gives all that the server answered on the connection until it closed it. */
  readonly finish: () => Promise<string>;
}

/** Sends the head of a POST and waits until the server asks for the body: from then on the request is in flight for certain. */
const openPost = ({ baseUrl, token }: RunningServer, body: string): Promise<OpenRequest> => {
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/scim+json',
    'Content-Length': String(Buffer.byteLength(body)),
    Expect: '100-continue',
  };
  const outgoing: ClientRequest = httpRequest(`${baseUrl}/Users`, {
    method: 'POST',
    headers,
    agent: new Agent({ keepAlive: true }),
  });
  const status = new Promise<number>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
  });
  status.catch(() => undefined); // looked at by finish()
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('continue', () =>
      resolve({
        finish: () => {
          outgoing.end(body);
          return status;
        },
      }),
    );
    outgoing.flushHeaders();
  });
};

/** Sends a signal and waits until the server has seen it: a new connection is refused once it has stopped to listen. */
const terminate = async (server: RunningServer, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  process.kill(server.pid, signal);
  for (;;) {
    const refused = await fetch(new URL('/', server.baseUrl), { headers: { Connection: 'close' } }).then(
      (answer) => answer.arrayBuffer().then(() => false),
      () => true,
    );
    if (refused) return;
  }
};

/**
 * Opens a connection on which the server has already read half of a head: it came in one piece with a request that is answered,
 * and that says nothing of an organisation.
 */
const openHalfRead = async ({ baseUrl }: RunningServer, head: string): Promise<HalfRead> => {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  let received = '';
  const ended = new Promise<string>((resolve, reject) => {
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('error', reject).on('end', () => resolve(received));
  });
  ended.catch(() => undefined); // looked at by finish()
  const half = Math.floor(head.length / 2);
  socket.write(`GET /elsewhere HTTP/1.1\r\nHost: ${hostname}\r\n\r\n${head.slice(0, half)}`);
  await once(socket, 'data');
  return {
    finish: () => {
      socket.write(head.slice(half));
      return ended;
    },
  };
};

/** Sends requests on one connection until an answer says that it is the last; gives their statuses. */
const keepAsking = async ({ baseUrl, token }: RunningServer, onAnswer: () => void): Promise<readonly number[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const statuses: number[] = [];
  for (;;) {
    const outgoing = httpRequest(`${baseUrl}/Users`, { agent, headers: { Authorization: `Bearer ${token}` } }).end();
    const [response]: readonly IncomingMessage[] = await once(outgoing, 'response');
    if (response === undefined) throw new TypeError('no response');
    for await (const _chunk of response);
    statuses.push(response.statusCode ?? 0);
    onAnswer();
    if (response.headers.connection === 'close') return statuses;
  }
};

const startAgain = ({ dataDirectory, env, token }: RunningServer): Promise<RunningServer> =>
  startServer({ dataDirectory, env, token });

onEveryStore('shutdown', (store) => {
  const freshStart = useFreshStarts(store);

  describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
    it('answers the requests whose bodies are still on the way, and exits with 0', { timeout: 60_000 }, async () => {
      const server = await freshStart();
      const names = Array.from({ length: 20 }, (_none, number) => `in-flight-${number}@acme.example`);
      const open = await Promise.all(
        names.map((userName) => openPost(server, JSON.stringify({ schemas: [okta.USER], userName }))),
      );
      await terminate(server, signal);
      const statuses = await Promise.all(open.map(({ finish }) => finish()));
      const exit = await server.exited;
      expect({ statuses, trouble: troubledLines(exit) }).toEqual({ statuses: names.map(() => 201), trouble: [] });
      expect({ code: exit.code, signal: exit.signal }).toEqual({ code: 0, signal: null });

      const again = await startAgain(server);
      const list = await okta.read(makeScimClient({ baseUrl: again.baseUrl, token: again.token }), '/Users');
      expect(
        (list['Resources'] as readonly { readonly userName: string }[]).map(({ userName }) => userName).toSorted(),
      ).toEqual(names.toSorted());
      expect((await again.stop()).code).toBe(0);
    });
  });

  describe('SIGTERM', () => {
    it('answers an organisation whose first request ever is still being read', { timeout: 60_000 }, async () => {
      const server = await freshStart();
      const head = `GET /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${server.token}\r\n\r\n`;
      const open = await openHalfRead(server, head);
      await terminate(server);
      const answers = await open.finish();
      const exit = await server.exited;
      expect(troubledLines(exit)).toEqual([]);
      expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
      expect(exit.code).toBe(0);
    });

    it(
      'in the middle of a burst, what was answered 201 is there after the next start',
      { timeout: 60_000 },
      async () => {
        const server = await freshStart();
        const scim = makeScimClient({ baseUrl: server.baseUrl, token: server.token });
        const kept: string[] = [];
        const writers = Array.from({ length: 16 }, async (_none, writer) => {
          for (let number = 0; ; number += 1) {
            try {
              const userName = `burst-${writer}-${number}@acme.example`;
              const answer = await scim.post('/Users', { schemas: [okta.USER], userName });
              if (answer.status !== 201) return;
              kept.push(userName);
              if (kept.length === 100) server.terminate();
            } catch {
              return; // the server has stopped
            }
          }
        });
        await Promise.all(writers);
        expect((await server.exited).code).toBe(0);
        const again = await startAgain(server);
        const next = makeScimClient({ baseUrl: again.baseUrl, token: again.token });
        for (const userName of kept)
          expect((await okta.lookUpUser(next, userName)).body).toMatchObject({ totalResults: 1 });
        expect((await again.stop()).code).toBe(0);
      },
    );

    it('cuts off no client that keeps sending requests', async () => {
      const server = await freshStart({ LOOOP_SCIM_CLOSING_SECONDS: '20' });
      let answers = 0;
      const clients = Array.from({ length: 16 }, () =>
        keepAsking(server, () => {
          answers += 1;
          if (answers === 64) server.terminate();
        }),
      );
      const statuses = (await Promise.all(clients)).flat();
      expect(statuses).toEqual(statuses.map(() => 200));
      const exit = await server.exited;
      expect([exit.code, troubledLines(exit)]).toEqual([0, []]);
    });

    it('does not wait for connections that are kept open and idle', { timeout: 60_000 }, async () => {
      const server = await freshStart();
      const scim = makeScimClient({ baseUrl: server.baseUrl, token: server.token });
      await Promise.all(Array.from({ length: 8 }, () => okta.read(scim, '/Users')));
      expect((await server.stop()).code).toBe(0);
    });
  });
});
