import { once } from 'node:events';
import { connect } from 'node:tls';
import { Effect } from 'effect';
import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import type { App } from '../src/app.ts';
import { composeServer } from '../src/composition/compose-server.ts';
import { buildServer } from '../src/http/server.ts';
import { hintAtOtherProtocol } from '../src/http/tls/protocol-hint.ts';

const build = async (extend?: App['extend']) => {
  const storage = await Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));
  const composed = composeServer({ storage, installationSecret: 'secret', baseUrl: () => 'https://looop.example' });
  const { server } = buildServer({
    composed,
    storage,
    logLevel: 'silent',
    connections: { stalledMs: 30_000, maxUnreadBytes: 1_048_576 },
    ...(extend !== undefined && { extend }),
  });
  onTestFinished(() => server.close());
  return { server, storage };
};

describe('/readyz', () => {
  it('is 503 while the storage does not answer, and tells nothing of it; /healthz stays 200', async () => {
    const { server, storage } = await build();
    expect((await server.inject('/readyz')).statusCode).toBe(200);
    await Effect.runPromise(storage.close());
    const answer = await server.inject('/readyz');
    expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toEqual([
      503,
      { status: 'unavailable', reason: 'the storage does not answer' },
      '5',
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await server.inject('/healthz')).statusCode).toBe(200);
  });
});

describe('an app', () => {
  it('serves what is its own beside SCIM', async () => {
    const { server } = await build((fastifyServer) => {
      fastifyServer.get('/about', () => 'single tenant');
    });
    expect((await server.inject('/about')).body).toBe('single tenant');
    expect((await server.inject('/scim/v2/Users')).statusCode).toBe(401);
  });
});

describe('hintAtOtherProtocol', () => {
  it('warns once a minute at most, and of nothing but TLS', async () => {
    const lines: string[] = [];
    const server = fastify({ logger: { level: 'warn', stream: { write: (line: string) => void lines.push(line) } } });
    onTestFinished(() => server.close());
    let now = 0;
    hintAtOtherProtocol(server, () => now);
    await server.listen({ host: '127.0.0.1', port: 0 });
    const port = Number(new URL(server.listeningOrigin).port);
    const knock = async (): Promise<void> => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
      await once(socket, 'error').catch(() => undefined);
    };
    const knockAt = async (milliseconds: number): Promise<number> => {
      now = milliseconds;
      const refused = once(server.server, 'clientError');
      await Promise.all([refused, knock()]);
      return lines.length;
    };
    expect([await knockAt(0), await knockAt(59_999), await knockAt(60_000)]).toEqual([1, 1, 2]);
    server.server.emit('clientError', Object.assign(new Error('Parse Error'), { rawPacket: Buffer.from('GET') }), {
      writable: false,
      destroy: () => undefined,
    });
    now = 200_000;
    expect(lines).toHaveLength(2);
  });
});
