// A server in this process, from its start to its stop.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startServer, type StartRequest } from '../src/lifecycle/start.ts';
import { server as app } from './support/app.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'looop-scim-start-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** A start on a fresh store; `name` keeps it apart from the others. */
const requestFor = (name: string, changes: Partial<StartRequest['config']> = {}): StartRequest => ({
  app,
  config: {
    host: '127.0.0.1',
    port: 0,
    dataDirectory: join(directory, name),
    store: { kind: 'sqlite', path: join(directory, name, 'scim.db') },
    isSetUp: false,
    logLevel: 'silent',
    retention: { activityDays: 0, eventDays: 0, lastProfileHours: 24 },
    trustedProxies: [],
    people: { auditDays: 0, identityProviderNetworks: [] },
    webhooks: { networks: [], deliveryDays: 7 },
    connections: { stalledMs: 30_000, maxUnreadBytes: 1_048_576, closingMs: 0 },
    work: { workers: 0, limits: { maxRows: 1000, maxCharacters: 65_536, maxSeconds: 1 } },
    ...changes,
  },
  tryOut: true,
});

const start = async (request: StartRequest) => {
  const running = await startServer(request);
  onTestFinished(() => running.stop());
  return running;
};

/** Whether a connection to the port is taken. */
const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('a first start', () => {
  it('keeps the token that it makes in the data directory, wherever it is started', async () => {
    const { firstStart, baseUrl } = await start(requestFor('first'));
    expect(await readdir(join(directory, 'first'))).toContain('demo-token');
    const token = (await readFile(join(directory, 'first', 'demo-token'), 'utf8')).trim();
    expect(firstStart).toMatchObject({ kind: 'demo', token });
    const answer = await fetch(`${baseUrl}/Users`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    expect(await readdir('.')).not.toContain('demo-token');
  });

  it('that cannot keep it leaves nothing open: the port is free, and the store opens again', async () => {
    const dataDirectory = join(directory, 'a-file');
    await writeFile(dataDirectory, '');
    let port = 0;
    const watching = {
      ...app,
      extend: (server: Parameters<NonNullable<typeof app.extend>>[0]) => {
        server.addHook('onListen', async () => {
          const [address] = server.addresses();
          port = typeof address === 'object' ? address.port : 0;
        });
      },
    };
    const { store } = requestFor('kept').config;
    await expect(startServer({ ...requestFor('kept', { dataDirectory }), app: watching })).rejects.toThrow(/a-file/u);
    expect(port, 'the server has listened').toBeGreaterThan(0);
    expect(await isTaken(port)).toBe(false);
    // SQLite removes its log of writes when the last connection is closed in order.
    expect(await readdir(join(directory, 'kept'))).toStrictEqual(['scim.db']);
    const again = await start({ ...requestFor('kept', { store }), tryOut: false });
    expect(again.firstStart).toEqual({ kind: 'empty' });
  });
});

it('a request has a minute to arrive', async () => {
  const { server } = await start(requestFor('slow'));
  const { requestTimeout, headersTimeout } = server.server;
  expect(requestTimeout).toBe(60_000);
  expect(headersTimeout).toBeGreaterThan(0);
  expect(headersTimeout).toBeLessThanOrEqual(requestTimeout);
});

it('a connection without a request is kept for longer than proxies keep theirs, which is a minute', async () => {
  const { server } = await start(requestFor('idle'));
  expect(server.server.keepAliveTimeout).toBeGreaterThan(65_000);
});
