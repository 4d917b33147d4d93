// Imports that are sent: what is stored of them, and what is refused. That they are done is in test/server/imports.test.ts.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOB_LIMITS } from '@looop-scim/provisioning/directory';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

let desk: PlatformServer;
beforeAll(async () => {
  desk = await buildPlatformServer();
});
afterAll(() => desk.server.close());

const start = (body: unknown, headers: Readonly<Record<string, string>> = {}, query = '') =>
  send(desk.server, desk.keys.write, 'POST', `/imports${query}`, {
    body,
    headers: { 'content-type': 'text/csv', ...headers },
  });

describe('POST /imports', () => {
  it('stores the body and answers the job, which waits', async () => {
    const { status, body } = await start('userName\nana\n', {}, '?dryRun=true&match=externalId&delimiter=tab');
    expect([status, body]).toEqual([
      202,
      {
        id: expect.any(String) as string,
        state: 'queued',
        author: expect.stringContaining('platform key') as string,
        createdAt: expect.any(String) as string,
        ...{ of: 'users', match: 'externalId', dryRun: true, clearBlank: false, format: 'csv', delimiter: '\t' },
        report: { lines: 0, created: 0, changed: 0, unchanged: 0, refused: 0, errors: [], examples: [] },
      },
    ]);
    const read = await send(desk.server, desk.keys.read, 'GET', `/imports/${String(body['id'])}`);
    expect(read.body).toEqual(body);
  });

  it('takes the bounds of the operator, and refuses settings that do not go together', async () => {
    const { status, body } = await start(
      'userName\nana\n',
      {},
      '?maxErrors=5&deactivateMissing=true&deactivateAtMost=2',
    );
    expect([status, body]).toMatchObject([202, { maxErrors: 5, deactivateMissing: true, deactivateAtMost: 2 }]);
    for (const query of [
      'of=groups&deactivateMissing=true',
      'of=groups&match=userName',
      'match=displayName',
      'deactivateAtMost=2',
    ]) {
      const refused = await start('userName\nana\n', {}, `?${query}`);
      expect([refused.status, refused.body['code']], query).toEqual([400, 'invalid-request']);
    }
  });

  it('reads JSON lines by their media type', async () => {
    const { body } = await start('{"userName":"ana"}\n', { 'content-type': 'application/jsonl; charset=utf-8' });
    expect(body).toMatchObject({ format: 'jsonl', state: 'queued' });
  });

  it('brings one job for one Idempotency-Key, and refuses another import under it', async () => {
    const key = { 'idempotency-key': 'march-1' };
    const first = await start('userName\nana\n', key);
    const again = await start('userName\nana\n', key);
    expect([first.status, again.status, again.body['id']]).toEqual([202, 202, first.body['id']]);
    const other = await start('userName\nana\n', key, '?dryRun=true');
    expect([other.status, other.body['code']]).toEqual([409, 'job-exists']);
  });

  it.each([
    ['a body that is no UTF-8', Buffer.from([0x75, 0xff, 0xfe]), 400, 'invalid-request'],
    ['a media type that has no lines', '{}', 415, 'unsupported-media-type'],
  ])('refuses %s', async (_title, payload, status, code) => {
    const type = status === 415 ? 'application/json' : 'text/csv';
    const answer = await desk.server.inject({
      ...{ method: 'POST', url: '/api/v1/imports', payload },
      headers: { authorization: `Bearer ${desk.keys.write}`, 'content-type': type },
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
  });

  it('refuses a body that is too long once so much of it has come, and the key can be sent again', async () => {
    const piece = Buffer.alloc(8 * 1024 * 1024, 'a');
    const pieces = function* () {
      for (let bytes = 0; bytes <= JOB_LIMITS.importBytes; bytes += piece.length) yield piece;
    };
    const headers = {
      authorization: `Bearer ${desk.keys.write}`,
      'content-type': 'text/csv',
      'idempotency-key': 'long',
    };
    const answer = await desk.server.inject({
      ...{ method: 'POST', url: '/api/v1/imports', headers },
      payload: Readable.from(pieces()),
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([413, { code: 'too-large' }]);
    const { status } = await start('userName\nana\n', { 'idempotency-key': 'long' });
    expect(status).toBe(202);
  });
});

describe('POST /imports/{jobId}/cancel', () => {
  it('ends a job that waits, and leaves one that has ended as it is', async () => {
    const { body } = await start('userName\nana\n');
    const cancel = () => send(desk.server, desk.keys.write, 'POST', `/imports/${String(body['id'])}/cancel`);
    const first = await cancel();
    expect(first.body).toMatchObject({ state: 'cancelled', finishedAt: expect.any(String) as string });
    expect((await cancel()).body).toEqual(first.body);
  });

  it('finds no impact of a mapping set under its path', async () => {
    const { body } = await send(desk.server, desk.keys.read, 'POST', '/mapping-set/impacts', {
      body: { mappings: [] },
    });
    const { status } = await send(desk.server, desk.keys.write, 'POST', `/imports/${String(body['id'])}/cancel`);
    expect(status).toBe(404);
  });
});
