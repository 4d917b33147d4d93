// The bench is no test, but what it counts must be true.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnections, quantile, runLoad } from './load.ts';
import { OptionError, readOptions } from './options.ts';
import { jumpingPosition, type Measured } from './scenarios/scenario.ts';
import { ratioLines, tableOf } from './table.ts';

/** Answers 200, but 500 below /broken, nothing at all below /silent, and late below /slow. */
const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (path.includes('/silent')) {
    request.socket.destroy();
    return;
  }
  response.statusCode = path.includes('/broken') ? 500 : 200;
  setTimeout(() => response.end(path.includes('/broken') ? 'it broke' : '{}'), path.includes('/slow') ? 30 : 0);
});
let baseUrl = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const load = async (path: string, requests: number) => {
  const connections = openConnections(baseUrl, 'token', 4);
  try {
    return await runLoad(connections, { status: 200, next: () => ({ method: 'GET', path }) }, { seconds: 1, requests });
  } finally {
    await connections.close();
  }
};

describe('runLoad', () => {
  it('sends exactly the requests that were asked for, and counts no error when all is well', async () => {
    expect(await load('/Users', 41)).toMatchObject({ requests: 41, errors: 0 });
  });

  it('counts an answer of another status as an error and keeps what the first one said', async () => {
    expect(await load('/broken', 10)).toMatchObject({ requests: 10, errors: 10, firstError: '500: it broke' });
  });

  it('counts a broken connection as an error and goes on', async () => {
    expect(await load('/silent', 10)).toMatchObject({ requests: 10, errors: 10 });
  });

  it('measures the time from the request to the end of its answer', async () => {
    const { p50, p99, perSecond } = await load('/slow', 20);
    expect(p50).toBeGreaterThanOrEqual(29);
    expect(p99).toBeGreaterThanOrEqual(p50);
    expect(perSecond).toBeLessThanOrEqual((4 / 29) * 1000);
  });
});

describe('quantile', () => {
  it('gives the value below which the share lies', () => {
    const values = Float64Array.from({ length: 100 }, (_, position) => position + 1);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)]).toEqual([51, 100, 100]);
    expect(quantile(Float64Array.of(), 0.5)).toBe(0);
  });
});

describe('jumpingPosition', () => {
  it.each([1, 2, 3, 10, 200, 1000, 1024, 20_000])('visits each of %d places once a round', (size) => {
    const position = jumpingPosition(size);
    expect(new Set(Array.from({ length: size }, position)).size).toBe(size);
  });
});

describe('readOptions', () => {
  const names = { requests: ['a', 'b'], neighbour: ['c'], 'long-work': ['d'], console: ['e'] };

  it('measures everything for five seconds with 16 clients unless told otherwise', () => {
    expect(readOptions([], names)).toEqual({
      subject: 'requests',
      only: ['a', 'b'],
      effort: { seconds: 5 },
      clients: 16,
      users: 20_000,
    });
  });

  it('takes the names and the sizes of the neighbour', () => {
    expect(readOptions(['neighbour', '--clients', '4'], names)).toEqual({
      subject: 'neighbour',
      only: ['c'],
      effort: { seconds: 10 },
      clients: 4,
      users: 120_000,
    });
  });

  it.each([
    [['--only', 'c']],
    [['--clients', '0']],
    [['--seconds', 'x']],
    [['--nonsense']],
    [['stray']],
    [['neighbour', '--only', 'a']],
    [['neighbour', '--requests', '1']],
    [['long-work', '--requests', '1']],
    [['console', '--requests', '1']],
  ])('refuses %j', (typed) => {
    expect(() => readOptions(typed, names)).toThrow(OptionError);
  });
});

describe('the table', () => {
  const measured = (name: string, p50: number): Measured => ({
    name,
    title: name,
    load: { requests: 1000, errors: 0, seconds: 1, perSecond: 1000, p50, p99: 9, clientCpu: 0.2 },
    residentBytes: 1024 * 1024,
    extras: [],
  });

  it('has one line a measurement, all of one width', () => {
    const lines = tableOf([measured('get', 1), measured('a longer name', 123.4)]);
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it('compares the largest group with the smallest', () => {
    expect(ratioLines([measured('group-10', 2), measured('group-10000', 3)])).toEqual([
      'group delta at 10,000 members against 10 (p50): 1.50 times',
    ]);
    expect(ratioLines([measured('group-10', 2)])).toEqual([]);
  });
});
