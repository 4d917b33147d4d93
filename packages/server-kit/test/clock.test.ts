// A clock that is set back while a server runs: nobody is locked out, nothing is lost, and what comes later is still told later.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { startServer } from '../src/lifecycle/start.ts';
import { readConfig } from '../src/settings/config.ts';
import { server as app } from './support/app.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

interface Told {
  readonly type: string;
  readonly data: { readonly user: { readonly id: string } };
}

it('goes on by a clock that was set back by a day', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'looop-scim-clock-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const environment = { LOOOP_SCIM_DATA: directory, PORT: '0', LOG_LEVEL: 'error', LOOOP_SCIM_WORKERS: '0' };
  const { server, firstStart, stop } = await startServer({ app, config: readConfig(environment, app), tryOut: true });
  onTestFinished(stop);
  if (firstStart.kind !== 'demo') throw new Error('there is no demo organisation');
  const { token, key } = firstStart;
  const ask = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => {
    const secret = url.startsWith('/api') ? key?.secret : token;
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', host: 'localhost' };
    const answer = await server.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const create = async (name: string): Promise<string> => {
    const { status, body } = await ask('POST', '/scim/v2/Users', { userName: name });
    expect(status).toBe(201);
    return String(body['id']);
  };

  const ana = await create('ana');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - DAY_MS });
  const bo = await create('bo');
  const title = [{ op: 'replace', path: 'title', value: 'Coach' }];
  const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: title };
  expect((await ask('PATCH', `/scim/v2/Users/${ana}`, patch)).status).toBe(200);

  const list = await ask('GET', '/scim/v2/Users');
  expect(list.body).toMatchObject({ totalResults: 2 });
  expect((list.body['Resources'] as readonly { readonly id: string }[]).map(({ id }) => id).toSorted()).toEqual(
    [ana, bo].toSorted(),
  );
  // The name is taken, and found.
  expect((await ask('POST', '/scim/v2/Users', { userName: 'ANA' })).status).toBe(409);
  expect((await ask('GET', '/scim/v2/Users?filter=userName%20eq%20%22bo%22')).body).toMatchObject({ totalResults: 1 });
  const feed = await ask('GET', '/api/v1/events');
  const events = feed.body['events'] as readonly Told[];
  expect(events.map(({ type, data }) => [type, data.user.id])).toEqual([
    ['user.created', ana],
    ['user.created', bo],
    ['user.updated', ana],
  ]);
  // A reader who goes on misses nothing.
  vi.useRealTimers();
  await create('cy');
  const later = await ask('GET', `/api/v1/events?after=${encodeURIComponent(String(feed.body['next']))}`);
  expect((later.body['events'] as readonly Told[]).map(({ type }) => type)).toEqual(['user.created']);
});
