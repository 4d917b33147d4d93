// Standard Webhooks 1.0.0, and what becomes of an attempt.
import { createServer } from 'node:net';
import { Effect, Fiber } from 'effect';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { messageTo, openLocalSender, openSender, SECRET, startReceiver } from './support/receivers.ts';

const OTHER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

describe('a message', () => {
  it('carries id, time and a signature that the library of the standard verifies, for each secret', async () => {
    const { port, received } = await startReceiver((_request, response) => response.writeHead(204).end());
    const body = '{"type":"user.updated","data":{"user":{"userName":"ana.müller"}}}';
    const at = Date.now();
    const sent = await openLocalSender().sendNow(`http://127.0.0.1:${port}/`, {
      body,
      at,
      secrets: [SECRET, OTHER_SECRET],
    });
    expect(sent).toMatchObject({ kind: 'answered', status: 204, text: '', isCut: false });
    const [message] = received;
    expect(message?.body).toBe(body);
    expect(message?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'evt_1' });
    expect(message?.headers['webhook-timestamp']).toBe(String(Math.floor(at / 1000)));
    const headers = message?.headers as Record<string, string>;
    for (const secret of [SECRET, OTHER_SECRET])
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    const third = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    expect(() => new Webhook(third).verify(body, headers)).toThrow('No matching signature');
    expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow('No matching signature');
  });

  it('is signed with a secret of 256 bits, another one each time', async () => {
    const { generateSecret } = openSender();
    const [one, other] = [await Effect.runPromise(generateSecret), await Effect.runPromise(generateSecret)];
    expect(one).not.toBe(other);
    expect(one.startsWith('whsec_')).toBe(true);
    expect(Buffer.from(one.slice('whsec_'.length), 'base64').length).toBe(32);
    expect(() => new Webhook(one)).not.toThrow();
  });
});

describe('an answer', () => {
  it.each([200, 400, 404, 410, 500, 503])('%i is told as it is', async (status) => {
    const { port } = await startReceiver((_request, response) => response.writeHead(status).end('what was wrong'));
    expect(await openLocalSender().sendNow(`http://127.0.0.1:${port}/`)).toMatchObject({
      kind: 'answered',
      status,
      text: 'what was wrong',
    });
  });

  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    const target = await startReceiver((_request, response) => response.end());
    const location = `http://127.0.0.1:${target.port}/`;
    const { port } = await startReceiver((_request, response) => response.writeHead(status, { location }).end());
    expect(await openLocalSender().sendNow(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answered', status });
    expect(target.received).toEqual([]);
  });

  it('says when to come again, in seconds or by a time (RFC 9110 section 10.2.3)', async () => {
    const at = Date.UTC(2026, 10, 27, 7, 0, 0);
    const cases = [
      ['120', 120],
      [' 7 ', 7],
      ['Fri, 27 Nov 2026 07:02:00 GMT', 120],
      ['Fri, 27 Nov 2026 06:00:00 GMT', 0],
      ['soon', undefined],
      ['-1', undefined],
    ] as const;
    const sender = openLocalSender();
    for (const [header, seconds] of cases) {
      const { port } = await startReceiver((_request, response) =>
        response.writeHead(429, { 'retry-after': header }).end(),
      );
      const answer = await sender.sendNow(`http://127.0.0.1:${port}/`, { at });
      expect(answer.kind === 'answered' ? answer.retryAfterSeconds : answer).toBe(seconds);
    }
  });

  it('is read as far as it is looked at, however long it is', async () => {
    const { port } = await startReceiver((_request, response) => {
      response.writeHead(500);
      const more = (): void =>
        void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(more)));
      more();
    });
    const answer = await openLocalSender().sendNow(`http://127.0.0.1:${port}/`);
    expect(answer).toMatchObject({ kind: 'answered', status: 500, isCut: true });
    expect(answer.kind === 'answered' && answer.text.length).toBe(32_768);
  });
});

describe('no answer', () => {
  it('in time ends the attempt, before the headers or after', async () => {
    const silent = await startReceiver(() => undefined);
    const stuck = await startReceiver((_request, response) => void response.writeHead(200).write('{'));
    const sender = openLocalSender({ timeoutMs: 50 });
    for (const { port } of [silent, stuck])
      expect(await sender.sendNow(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'timeout' });
  });

  it('because nobody listens, or because what listens does not speak HTTP, says why', async () => {
    const server = createServer((socket) => void socket.end('hello\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const sender = openLocalSender();
    const answer = await sender.sendNow(`http://127.0.0.1:${port}/`);
    expect(answer).toMatchObject({ kind: 'unreachable', detail: 'the connection failed' });
    server.close();
    expect(await sender.sendNow(`http://127.0.0.1:${port}/`)).toMatchObject({
      kind: 'unreachable',
      detail: 'ECONNREFUSED',
    });
    expect(JSON.stringify(await sender.sendNow(`http://127.0.0.1:${port}/`))).not.toContain('127.0.0.1');
  });

  it('any more is waited for when the attempt is interrupted', async () => {
    const arrived = Promise.withResolvers<boolean>();
    const left = Promise.withResolvers<boolean>();
    const { port } = await startReceiver((request) => {
      arrived.resolve(true);
      request.socket.once('close', () => left.resolve(true));
    });
    const { send } = openLocalSender();
    const fiber = Effect.runFork(send(messageTo(`http://127.0.0.1:${port}/`)));
    onTestFinished(() => Effect.runPromise(Fiber.interrupt(fiber)));
    await arrived.promise;
    await Effect.runPromise(Fiber.interrupt(fiber));
    expect(await left.promise).toBe(true);
  });
});
