// The end of a server: whoever sent a request is answered, and no connection is cut off (RFC 9112 section 9).
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { Effect } from 'effect';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { composeServer } from '../../src/composition/compose-server.ts';
import { buildServer } from '../../src/http/server.ts';
import { PROTOCOLS, type Protocol } from '../support/protocols.ts';
import { answersIn, get, openRaw, type RawClient } from '../support/raw-client.ts';

/** Longer than any test: what ends before it did not wait for it. */
const FOR_EVER = 3_600_000;

/** A server with a route that answers when it is let. */
const listen = async (protocol: Protocol) => {
  const storage = await Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));
  const composed = composeServer({ storage, installationSecret: 'secret', baseUrl: () => 'https://looop.example' });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { server, end } = buildServer({
    composed,
    storage,
    logLevel: 'silent',
    ...protocol.tls,
    connections: { stalledMs: 30_000, maxUnreadBytes: 1_048_576 },
    extend: (fastify) => {
      fastify.get('/held', async () => {
        await held;
        return 'held';
      });
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    server.server.closeAllConnections();
    await server.close();
  });
  return { protocol, server, end, release: () => release(), port: (server.server.address() as AddressInfo).port };
};

/** Connects, and waits until the server has seen it. */
const connectTo = async ({ protocol, server, port }: Awaited<ReturnType<typeof listen>>): Promise<RawClient> => {
  const seen = once(server.server, protocol.connection);
  const client = await protocol.openRaw(port);
  await seen;
  return client;
};

const saysClose = (answer: string): boolean => answer.toLowerCase().includes('connection: close');

/** Sends a request when the one before is answered, until an answer says that the connection is closed. */
const keepBusy = (client: RawClient, onAnswer: () => void) => {
  let sent = 0;
  const send = (): void => {
    sent += 1;
    client.socket.write(get('/healthz'));
  };
  client.socket.on('data', () => {
    // The body of a health check ends in a brace, and has no other.
    if (client.received().split('}').length - 1 < sent) return;
    onAnswer();
    if (!saysClose(client.received())) send();
  });
  send();
  return { sent: () => sent, answered: () => client.received().split('}').length - 1 };
};

describe.each(PROTOCOLS)('while a server of $name ends', (protocol) => {
  it('busy clients are answered until they are told to close, and none is cut off', async () => {
    const running = await listen(protocol);
    let answers = 0;
    let enough: () => void = () => undefined;
    const busyEnough = new Promise<void>((resolve) => (enough = resolve));
    const clients: RawClient[] = [];
    while (clients.length < 16) clients.push(await connectTo(running));
    const work = clients.map((client) =>
      keepBusy(client, () => {
        answers += 1;
        if (answers === 200) enough();
      }),
    );
    await busyEnough;
    await running.end(FOR_EVER);
    expect(await Promise.all(clients.map(({ ended }) => ended))).toEqual(clients.map(() => 'end'));
    expect(work.map(({ answered }) => answered())).toEqual(work.map(({ sent }) => sent()));
  });

  it('a request that was being answered is answered, and its connection closed', async () => {
    const running = await listen(protocol);
    const client = await connectTo(running);
    const received = once(running.server.server, 'request');
    client.socket.write(get('/held'));
    await received;
    const done = running.end(0);
    running.release();
    await done;
    expect(await client.ended).toBe('end');
    expect(client.received()).toContain('held');
    expect(saysClose(client.received())).toBe(true);
  });

  it('requests that were sent together are all answered, and the last answer says that it is the last', async () => {
    const running = await listen(protocol);
    const client = await connectTo(running);
    const received = once(running.server.server, 'request');
    client.socket.write(get('/held').repeat(3));
    await received;
    const done = running.end(0);
    running.release();
    await done;
    expect(await client.ended).toBe('end');
    const answers = client.received().split('HTTP/1.1 ').slice(1);
    expect(answers.map(saysClose)).toEqual([false, false, true]);
  });

  it('a request on a connection that was idle is answered for a while', async () => {
    const running = await listen(protocol);
    const client = await connectTo(running);
    client.socket.write(get('/healthz'));
    await client.until((text) => answersIn(text) === 1);
    const done = running.end(FOR_EVER);
    client.socket.write(get('/healthz'));
    await done;
    expect(await client.ended).toBe('end');
    expect(answersIn(client.received())).toBe(2);
    expect(saysClose(client.received())).toBe(true);
  });

  it('connections without a request end after that, also those that never had one', async () => {
    const running = await listen(protocol);
    const [idle, silent] = [await connectTo(running), await connectTo(running)];
    idle.socket.write(get('/healthz'));
    await idle.until((text) => answersIn(text) === 1);
    await running.end(0);
    expect(await Promise.all([idle.ended, silent.ended])).toEqual(['end', 'end']);
  });

  it('connections on which only half of a first message came end after that', async () => {
    const running = await listen(protocol);
    const seen = once(running.server.server, 'connection');
    const client = await openRaw(running.port);
    const [socket] = (await seen) as [Socket];
    // The beginning of a TLS record, and of no request.
    client.socket.write(Buffer.from(protocol.name === 'https' ? [0x16, 0x03, 0x01, 0x01, 0x00] : []));
    while (protocol.name === 'https' && socket.bytesRead === 0) await new Promise((resolve) => setImmediate(resolve));
    const codes: unknown[] = [];
    running.server.server.on('tlsClientError', (error: Error & { readonly code?: string }) => codes.push(error.code));
    await running.end(0);
    expect(await client.ended).toMatch(/end|ECONNRESET/u);
    // Nobody waited for the end of the time that a client has to agree on TLS.
    expect(codes).not.toContain('ERR_TLS_HANDSHAKE_TIMEOUT');
  });

  it('connections that the operating system has taken already are served', async () => {
    const running = await listen(protocol);
    const clients = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = await protocol.openRaw(running.port);
        client.socket.write(get('/healthz'));
        return client;
      }),
    );
    // The connections are made by the operating system: this process has accepted none that came since its last turn.
    const late = protocol.connect(running.port).end(get('/healthz'));
    const done = running.end(FOR_EVER);
    expect(await Promise.all(clients.map(({ ended }) => ended))).toEqual(clients.map(() => 'end'));
    expect(clients.map(({ received }) => answersIn(received()))).toEqual(clients.map(() => 1));
    let text = '';
    for await (const chunk of late) text += String(chunk);
    expect(answersIn(text)).toBe(1);
    await done;
  });

  it('nobody else can connect', async () => {
    const running = await listen(protocol);
    const client = await connectTo(running);
    client.socket.write(get('/held'));
    await once(running.server.server, 'request');
    const done = running.end(FOR_EVER);
    while (running.server.server.listening) await new Promise((resolve) => setImmediate(resolve));
    await expect(protocol.openRaw(running.port)).rejects.toThrow('ECONNREFUSED');
    running.release();
    await done;
  });

  it('it ends at once where nobody is connected, also when it is asked to a second time', async () => {
    const running = await listen(protocol);
    await running.end(FOR_EVER);
    expect(running.server.server.listening).toBe(false);
    await running.end(FOR_EVER);
  });
});
