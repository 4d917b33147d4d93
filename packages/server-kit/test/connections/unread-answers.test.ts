// Clients that do not read their answers: their connections end, and what waits for them is bounded.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isScimFailure, errorMessage } from '@looop-scim/scim/message';
import { makeOneAtATime } from '../../src/http/connections/one-at-a-time.ts';
import { boundUnreadAnswers, type AnswerLimits } from '../../src/http/connections/unread-answers.ts';
import { PROTOCOLS, type Protocol } from '../support/protocols.ts';
import { get, type RawClient } from '../support/raw-client.ts';

const MEBI = 1_048_576;
/** More than the buffers of the operating system take. */
const PAGE = 24 * MEBI;

/** A server of large pages; a header says whose they are. */
const listenOver = async (
  protocol: Protocol,
  limits: AnswerLimits,
): Promise<{ readonly server: FastifyInstance; readonly port: number }> => {
  const lines: string[] = [];
  const server = fastify({
    serverFactory: (serve) => protocol.createServer(makeOneAtATime().inTurn(serve), { keepAliveTimeout: 72_000 }),
    logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } },
  });
  server.decorateRequest('scim', null);
  server.addHook('onRequest', async (request) => {
    request.scim = { organisationName: String(request.headers['x-organisation']) } as never;
  });
  server.setErrorHandler((error, _request, reply) => {
    if (!isScimFailure(error)) throw error;
    const { status, body, retryAfterSeconds } = errorMessage(error);
    return reply.code(status).header('retry-after', String(retryAfterSeconds)).send(body);
  });
  boundUnreadAnswers(server, limits);
  server.get('/page', async (_request, reply) => reply.header('etag', 'W/"1"').send(Buffer.alloc(PAGE, 'x')));
  server.post('/page', async () => Buffer.alloc(PAGE, 'x'));
  server.post('/.search', async () => Buffer.alloc(PAGE, 'x'));
  server.get('/small', async () => 'x');
  server.get('/limit', async ({ raw }) => `limit ${raw.socket.timeout}`);
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    server.server.closeAllConnections();
    await server.close();
  });
  return { server, port: (server.server.address() as AddressInfo).port };
};

const PATIENT: AnswerLimits = { stalledMs: 3_600_000, maxUnreadBytes: 64 * MEBI };

/** What the tests do over a protocol. */
const toolsOf = (protocol: Protocol) => ({
  ...protocol,
  listen: (limits: AnswerLimits) => listenOver(protocol, limits),
  /** Asks for a page and reads nothing of it but its head. */
  leaveUnread: async (port: number, organisation: string): Promise<RawClient> => {
    const client = await protocol.openRaw(port);
    client.socket.write(get('/page', [`X-Organisation: ${organisation}`]));
    await client.until((text) => text.includes('HTTP/1.1 200'));
    client.socket.pause();
    return client;
  },
  ask: async (port: number, organisation: string, path = '/page', method = 'GET') => {
    const headers = { 'x-organisation': organisation };
    const { answer, bytes } = await protocol.ask({ port, path, method, headers });
    const { 'retry-after': retryAfter = null, etag = null } = answer.headers;
    return { status: answer.statusCode, retryAfter, etag, bytes };
  },
});

describe.each(PROTOCOLS)('a client of $name that takes nothing of its answer', (protocol) => {
  const { listen, leaveUnread, ask, openRaw } = toolsOf(protocol);

  it('has its connection closed, and the next one is served', async () => {
    const { server, port } = await listen({ ...PATIENT, stalledMs: 50 });
    const connected = once(server.server, 'connection');
    const client = await leaveUnread(port, 'acme');
    const [socket] = await connected;
    if (!socket.destroyed) await once(socket, 'close');
    expect(await ask(port, 'acme', '/small')).toMatchObject({ status: 200, bytes: 1 });
    client.socket.destroy();
  });

  it('is not one that waits for an answer, nor one that keeps its connection for later', async () => {
    const { server, port } = await listen({ ...PATIENT, stalledMs: 50 });
    const client = await openRaw(port);
    const connected = once(server.server, 'request');
    client.socket.write(get('/small', ['X-Organisation: acme']));
    const [request] = await connected;
    await client.until((text) => text.endsWith('x'));
    await new Promise((resolve) => setImmediate(resolve));
    // What is left is the time for which Node.js keeps idle connections.
    expect(request.socket.timeout).toBeGreaterThanOrEqual(72_000);
  });
});

it.each(PROTOCOLS)(
  'a request of $name has as long as it takes, also behind others on its connection',
  async (protocol) => {
    const { listen, openRaw } = toolsOf(protocol);
    const { port } = await listen(PATIENT);
    const client = await openRaw(port);
    client.socket.write(get('/small').repeat(3) + get('/limit'));
    await client.until((text) => text.includes('limit '));
    expect(client.received().endsWith('limit 0')).toBe(true);
  },
);

describe.each(PROTOCOLS)('answers over $name that nobody reads', (protocol) => {
  const { listen, leaveUnread, ask, openRaw } = toolsOf(protocol);

  it('of one organisation are half of the bound at most: 429, and others are served', async () => {
    const { port } = await listen(PATIENT);
    await leaveUnread(port, 'acme');
    expect(await ask(port, 'acme')).toMatchObject({ status: 429, retryAfter: '5', etag: null });
    expect(await ask(port, 'acme', '/.search', 'POST')).toMatchObject({ status: 429 });
    expect(await ask(port, 'globex')).toMatchObject({ status: 200, bytes: PAGE });
  });

  it('of all organisations are the bound at most: 503, and small answers are sent', async () => {
    const { port } = await listen(PATIENT);
    await leaveUnread(port, 'acme');
    await leaveUnread(port, 'globex');
    expect(await ask(port, 'initech')).toMatchObject({ status: 503, retryAfter: '5', etag: null });
    expect(await ask(port, 'initech', '/small')).toMatchObject({ status: 200, bytes: 1 });
    expect(await ask(port, 'acme', '/small')).toMatchObject({ status: 200, bytes: 1 });
  });

  it('do not keep the answer to a write away, since the write was made', async () => {
    const { port } = await listen(PATIENT);
    await leaveUnread(port, 'acme');
    await leaveUnread(port, 'globex');
    expect(await ask(port, 'acme', '/page', 'POST')).toMatchObject({ status: 200, bytes: PAGE });
  });

  it('count no longer once they are read, or their connection has ended', async () => {
    const { server, port } = await listen(PATIENT);
    const [reader, leaver] = [await leaveUnread(port, 'acme'), await leaveUnread(port, 'globex')];
    reader.socket.resume();
    await reader.until((text) => text.length > PAGE);
    const ended = once(server.server, 'connection').then(([socket]) => once(socket, 'close'));
    leaver.socket.destroy();
    // One more connection of which the end is awaited: the one before ended earlier.
    const last = await openRaw(port);
    last.socket.destroy();
    await ended;
    for (const organisation of ['acme', 'globex', 'initech']) {
      expect(await ask(port, organisation)).toMatchObject({ status: 200, bytes: PAGE });
    }
  });

  it('are one at least, however long it is', async () => {
    const { port } = await listen({ ...PATIENT, maxUnreadBytes: MEBI });
    expect(await ask(port, 'acme')).toMatchObject({ status: 200, bytes: PAGE });
    await leaveUnread(port, 'acme');
    expect(await ask(port, 'globex')).toMatchObject({ status: 503 });
  });
});
