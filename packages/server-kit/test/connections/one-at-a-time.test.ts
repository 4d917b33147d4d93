// Requests of one connection do not come before those of another one, however many are sent at once (RFC 9112 section 9.3.2).
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeOneAtATime } from '../../src/http/connections/one-at-a-time.ts';
import { PROTOCOLS, type Protocol } from '../support/protocols.ts';
import { answersIn, get } from '../support/raw-client.ts';

const MANY = 400;

const listen = async (protocol: Protocol, serve: RequestListener) => {
  const order = makeOneAtATime();
  const server = protocol.createServer(order.inTurn(serve));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { order, server, port: (server.address() as AddressInfo).port };
};

describe.each(PROTOCOLS)('a connection of $name that sends many requests at once', (protocol) => {
  const { openRaw, connection } = protocol;

  it('lets the request of another connection come in between', async () => {
    const served: (string | undefined)[] = [];
    const { port } = await listen(protocol, ({ url }, response) => {
      served.push(url);
      response.end('x');
    });
    const [crowd, other] = [await openRaw(port), await openRaw(port)];
    crowd.socket.write(get('/crowd').repeat(MANY));
    await crowd.until((text) => answersIn(text) >= 1);
    other.socket.write(get('/other'));
    await other.until((text) => answersIn(text) === 1);
    await crowd.until((text) => answersIn(text) === MANY);
    expect(served).toHaveLength(MANY + 1);
    expect(served.indexOf('/other')).toBeLessThan(MANY / 2);
  });

  it('has one of them served at a time, in their order', async () => {
    const begun: (string | undefined)[] = [];
    let running = 0;
    let most = 0;
    const { port } = await listen(protocol, ({ url }, response) => {
      begun.push(url);
      running += 1;
      most = Math.max(most, running);
      response.once('close', () => (running -= 1));
      setImmediate(() => response.end('x'));
    });
    const client = await openRaw(port);
    const paths = Array.from({ length: 50 }, (_none, index) => `/${index}`);
    client.socket.write(paths.map((path) => get(path)).join(''));
    await client.until((text) => answersIn(text) === paths.length);
    expect([begun, most]).toEqual([paths, 1]);
  });

  it('is not read further while 16 of them wait, and is read to its end', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let served = 0;
    const { server, port } = await listen(protocol, ({ url }, response) => {
      served += 1;
      void held.then(() => response.end(url));
    });
    const connected = once(server, connection);
    const client = await openRaw(port);
    const [socket] = await connected;
    const paused = once(socket, 'pause');
    // More than what is read in one piece.
    const count = Math.ceil(200_000 / get('/').length);
    client.socket.write(`${get('/').repeat(count)}${get('/last')}`);
    await paused;
    const read = socket.bytesRead;
    expect(read).toBeLessThan(150_000);
    // Whoever asks for more is paused again.
    socket.resume();
    await once(socket, 'pause');
    expect(socket.bytesRead).toBe(read);
    release();
    await client.until((text) => text.endsWith('/last'));
    expect(served).toBe(count + 1);
  });

  it('and that goes away has what still waits left undone', async () => {
    let served = 0;
    let first: () => void = () => undefined;
    const { server, port } = await listen(protocol, (_request, response) => {
      served += 1;
      first = () => response.end('x');
    });
    const connected = once(server, connection);
    const client = await openRaw(port);
    const [socket] = await connected;
    client.socket.write(get('/').repeat(5));
    await once(server, 'request');
    // Over TLS an error comes before it: the client did not say that it is done.
    const gone = new Promise((resolve) => socket.once('close', resolve));
    client.socket.destroy();
    await gone;
    first();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(served).toBe(1);
  });

  it('is known to have requests that wait', async () => {
    const waits: boolean[] = [];
    const { order, port } = await listen(protocol, ({ socket }, response) => {
      waits.push(order.hasWaiting(socket));
      response.end('x');
    });
    const client = await openRaw(port);
    client.socket.write(get('/').repeat(3));
    await client.until((text) => answersIn(text) === 3);
    expect(waits).toEqual([false, true, false]);
  });
});
