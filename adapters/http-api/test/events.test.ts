// The feed over HTTP: pages, waiting, streams, and how a consumer starts over.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../test/support/run/run-effect.ts';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';

let desk: PlatformServer;
beforeEach(async () => {
  desk = await buildPlatformServer();
});
afterEach(() => desk.close());

interface Page {
  readonly events: readonly { readonly id: string; readonly sequence: number; readonly type: string }[];
  readonly next: number;
  readonly hasMore: boolean;
}

const read = async (query = '', headers = {}) => {
  const { status, body } = await send(desk.server, desk.keys.read, 'GET', `/events${query}`, { headers });
  return { status, body, page: body as unknown as Page };
};

const fill = async (count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await desk.createUser({ userName: `user-${index}` }));
  return ids;
};

/** Opens a stream on a socket of its own. */
const openStream = async (query = '', headers: Readonly<Record<string, string>> = {}) => {
  if (desk.server.addresses().length === 0) await desk.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = desk.server.server.address() as AddressInfo;
  const asking = httpRequest({
    ...{ host: '127.0.0.1', port, path: `/api/v1/events${query}` },
    headers: { authorization: `Bearer ${desk.keys.read}`, accept: 'text/event-stream', ...headers },
  });
  asking.on('error', () => undefined);
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  answer.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    answer.emit('grown');
  });
  answer.on('error', () => undefined);
  return {
    answer,
    /** What has come, once it has so many messages. */
    messages: async (count: number): Promise<readonly string[]> => {
      while (text.split('\n\n').filter((one) => one.includes('data: ')).length < count) await once(answer, 'grown');
      return text.split('\n\n').filter((one) => one.includes('data: '));
    },
    stop: () => asking.destroy(),
  };
};

describe('pages of events', () => {
  it('follow each other without a gap, from a sequence or an event id', async () => {
    await fill(5);
    const first = await read('?limit=2');
    expect(first.page).toMatchObject({ next: 2, hasMore: true, events: [{ sequence: 1 }, { sequence: 2 }] });
    const second = await read(`?after=${first.page.events[1]?.id}&limit=3`);
    expect(second.page).toMatchObject({ next: 5, hasMore: false });
    expect((await read('?after=5')).page).toEqual({ events: [], next: 5, hasMore: false });
  });

  it('have the types that were asked for, and move past the others', async () => {
    const ids = await fill(3);
    await desk.createGroup('Team', ids);
    const { page } = await read('?types=group.created,group.members_added');
    expect(page.events.map(({ type }) => type)).toEqual(['group.created', 'group.members_added']);
    expect((await read('?types=user.deleted')).page).toEqual({ events: [], next: 5, hasMore: false });
  });

  it.each([
    ['?after=x', '/after'],
    ['?after=evt_x', '/after'],
    ['?after=-1', '/after'],
    ['?types=user.created,nothing', '/types'],
    ['?limit=0', '/limit'],
    ['?wait=31', '/wait'],
    ['?nothing=1', '/nothing'],
  ])('are refused for %s', async (query, pointer) => {
    const { status, body } = await read(query);
    expect([status, body['code']]).toEqual([400, 'invalid-request']);
    expect(JSON.stringify(body['errors'])).toContain(pointer.slice(1));
  });

  it('are answered 410 for positions that the log does not know, and say how to start over', async () => {
    await fill(3);
    const [event] = (await read()).page.events;
    expect((await read('?after=4')).body).toMatchObject({ status: 410, code: 'cursor-expired' });
    // The same place in a log that was restored: another event is there.
    const other = await read(`?after=${event?.id.slice(0, -1)}`);
    expect(other.body).toMatchObject({ status: 410 });
    while (await run(desk.storage.trimLogs({ eventsBefore: Date.now() + 60_000 })));
    const gone = await read('?after=1');
    expect([gone.status, gone.body['code']]).toEqual([410, 'cursor-expired']);
    expect(gone.body['detail']).toContain('feedPosition');
    expect((await read('?after=3')).page).toEqual({ events: [], next: 3, hasMore: false });
    const list = await send(desk.server, desk.keys.read, 'GET', '/users');
    expect(list.body['feedPosition']).toBe(3);
  });

  it('go on after the feedPosition of the first page of a list, whichever page it is read from', async () => {
    await fill(3);
    const users = (query: string) => send(desk.server, desk.keys.read, 'GET', `/users?limit=2${query}`);
    const first = await users('');
    await desk.createUser({ userName: 'late' });
    const second = await users(`&cursor=${String(first.body['next'])}`);
    expect([first.body['feedPosition'], second.body['feedPosition']]).toEqual([3, 3]);
    expect((await read('?after=3')).page.events).toHaveLength(1);
    const groups = await send(desk.server, desk.keys.read, 'GET', '/groups');
    expect(groups.body['feedPosition']).toBe(4);
  });
});

describe('a request that waits', () => {
  it('is answered by the next event', async () => {
    const waiting = read('?wait=30');
    await desk.createUser({ userName: 'ana' });
    expect((await waiting).page).toMatchObject({ next: 1, events: [{ type: 'user.created' }] });
  });

  it('goes on waiting past events of other types', async () => {
    const waiting = read('?wait=30&types=group.created');
    await desk.createUser({ userName: 'ana' });
    await desk.createGroup('Team', []);
    expect((await waiting).page).toMatchObject({ next: 2, events: [{ type: 'group.created' }] });
  });

  it('is answered when the server ends', async () => {
    const waiting = read('?wait=30');
    // Asked later and answered: the one before waits by now.
    await read();
    await desk.close();
    expect((await waiting).page).toEqual({ events: [], next: 0, hasMore: false });
  });

  it('is refused when too many of the key wait already', async () => {
    const waiting = Array.from({ length: 20 }, () => read('?wait=30'));
    const refused = await Promise.race([read('?wait=30'), ...waiting]);
    expect([refused.status, refused.body['code']]).toEqual([429, 'too-many-requests']);
    await desk.createUser({ userName: 'ana' });
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(waiting.map(() => 200));
  });
});

describe('a stream', () => {
  it('has the events as the pages have them, then what comes', async () => {
    await fill(2);
    const stream = await openStream();
    expect(stream.answer.headers['content-type']).toBe('text/event-stream');
    await stream.messages(2);
    await desk.createUser({ userName: 'ana' });
    const messages = await stream.messages(3);
    const { page } = await read();
    const expected = page.events.map(
      (event) => `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}`,
    );
    expect(messages.map((message) => message.slice(message.indexOf('id: ')))).toEqual(expected);
    stream.stop();
  });

  it('resumes after the Last-Event-ID, and refuses one that is not known', async () => {
    await fill(3);
    const stream = await openStream('?after=1', { 'last-event-id': '2' });
    expect((await stream.messages(1))[0]).toContain('id: 3');
    stream.stop();
    const { answer } = await openStream('', { 'last-event-id': '9' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([410, 'application/problem+json']);
  });

  it('ends when the server ends, and HEAD has none', async () => {
    const headers = { authorization: `Bearer ${desk.keys.read}`, accept: 'text/event-stream' };
    const head = await desk.server.inject({ method: 'HEAD', url: '/api/v1/events', headers });
    expect([head.statusCode, head.headers['content-type']]).toEqual([200, expect.stringContaining('application/json')]);
    const stream = await openStream();
    const ended = once(stream.answer, 'end');
    await desk.close();
    await ended;
  });
});
