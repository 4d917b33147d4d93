// What is no HTTP, on connections that still owe answers and on such that are gone (RFC 9112 section 9.3.2).
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { Effect } from 'effect';
import { fastify, type FastifyInstance } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scimServerOptions } from '../src/index.ts';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

/** A server whose lists wait until they are let go. */
const openWaiting = async () => {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let asked = 0;
  const { server } = await buildInProcess({
    wrapStorage: ({ resources, ...ports }) => ({
      ...ports,
      resources: {
        ...resources,
        list: (query) =>
          Effect.promise(() => {
            asked += 1;
            return gate;
          }).pipe(Effect.andThen(resources.list(query))),
      },
    }),
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    letGo();
    server.server.closeAllConnections();
    return server.close();
  });
  return { server, letGo, asked: () => asked };
};

const dial = (server: FastifyInstance): { readonly socket: Socket; readonly answers: Promise<string> } => {
  const [address] = server.addresses();
  const socket = connect(typeof address === 'object' ? address.port : 0, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const answers = new Promise<string>((resolve, reject) => {
    socket.on('error', reject).on('close', () => resolve(text));
  });
  return { socket, answers };
};

const statusesIn = (answers: string): readonly string[] =>
  answers.split('HTTP/1.1 ').flatMap((answer, index) => (index === 0 ? [] : [answer.slice(0, 3)]));

const GET = 'GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n\r\n';

describe('what is no HTTP', () => {
  it.each([1, 2, 5])('is answered after the %d requests that came before it', async (count) => {
    const { server, letGo, asked } = await openWaiting();
    const failed = new Promise((resolve) => server.server.once('clientError', resolve));
    const { socket, answers } = dial(server);
    socket.write(`${GET.repeat(count)}no HTTP at all\r\n\r\n`);
    await failed;
    await expect.poll(asked).toBe(count);
    letGo();
    expect(statusesIn(await answers)).toEqual([...Array.from({ length: count }, () => '200'), '400']);
  });

  it('behind a request that closes the connection is not answered', async () => {
    const { server, letGo, asked } = await openWaiting();
    const { socket, answers } = dial(server);
    socket.write('GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nno HTTP at all\r\n\r\n');
    await expect.poll(asked).toBe(1);
    letGo();
    expect(statusesIn(await answers)).toEqual(['200']);
  });

  it('after an answer is answered at once', async () => {
    const { server, letGo } = await openWaiting();
    letGo();
    const { socket, answers } = dial(server);
    socket.write(GET);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write('no HTTP at all\r\n\r\n');
    expect(statusesIn(await answers)).toEqual(['200', '400']);
  });
});

describe('a body that will never be whole', () => {
  const HEAD = 'POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  it.each([
    ['is cut off by a chunk that is none', `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nno chunk\r\n`, false],
    ['ends with its connection', `${HEAD}Content-Length: 100\r\n\r\n{`, true],
  ])('that %s is answered, and its request ends', async (_title, text, ends) => {
    const { server } = await openWaiting();
    const closed = new Promise((resolve) =>
      server.server.once('request', (_request, response) => response.once('close', resolve)),
    );
    const { socket, answers } = dial(server);
    socket.write(text);
    if (ends) socket.end();
    expect(statusesIn(await answers)).toEqual(['400']);
    await closed;
  });

  it('that stays away is 408 after the requests that came before it', async () => {
    const { server, letGo, asked } = await openWaiting();
    const connected = new Promise<Socket>((resolve) => server.server.once('connection', resolve));
    const { socket, answers } = dial(server);
    socket.write(`${GET}${HEAD}Content-Length: 100\r\n\r\n{`);
    await expect.poll(asked).toBe(1);
    // What Node.js says when the time of a request is over.
    const over = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    server.server.emit('clientError', over, await connected);
    letGo();
    expect(statusesIn(await answers)).toEqual(['200', '408']);
  });
});

describe('nothing is written to a socket', () => {
  const failed = (code: string) =>
    Object.assign(new Error(code), { code, bytesParsed: 0, rawPacket: new Uint8Array() });
  const handle = (code: string, stream: PassThrough): string => {
    const { clientErrorHandler } = scimServerOptions;
    Reflect.apply(clientErrorHandler, fastify(), [failed(code), stream]);
    return String(stream.read() ?? '');
  };

  it('that its client has reset', () => {
    const stream = new PassThrough();
    expect([handle('ECONNRESET', stream), stream.destroyed]).toEqual(['', true]);
  });

  it('that has ended', () => {
    const stream = new PassThrough();
    stream.end();
    expect([handle('HPE_INVALID_METHOD', stream), stream.destroyed]).toEqual(['', true]);
  });

  it('but to one that is open', () => {
    expect(handle('HPE_INVALID_METHOD', new PassThrough())).toMatch(/^HTTP\/1\.1 400 /u);
  });
});
