// What a client can bring about as often as it likes writes a bounded number of lines, and none of it is lost from the count.
import { fastify, type FastifyBaseLogger } from 'fastify';
import { Effect } from 'effect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { makeRepeatedErrors } from '@looop-scim/http-scim';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly times?: number;
  readonly reason?: string;
  readonly err?: { readonly message?: string; readonly stack?: string };
}

const linesOf = (text: string): readonly Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));

/** A log of its own, and the errors that are reported to it. */
const open = () => {
  const written: string[] = [];
  const { log } = fastify({ logger: { stream: { write: (line) => void written.push(line) } } });
  const errors = makeRepeatedErrors();
  const report = (cause: unknown, message = 'storage unavailable', to: FastifyBaseLogger = log): void =>
    errors.report({ log: to, level: 'error', cause, message });
  return { errors, report, lines: () => linesOf(written.join('')) };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const full = (): Error => new Error('database or disk is full');

describe('errors that are alike', () => {
  it('are one line with a stack, then one a second that counts them', async () => {
    const { report, lines } = open();
    for (let second = 0; second < 3; second += 1) {
      for (let number = 0; number < 100; number += 1) report(full());
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(lines().map(({ times }) => times)).toEqual([undefined, 99, 100, 100]);
    expect(lines().filter(({ err }) => err?.stack !== undefined)).toHaveLength(1);
    expect(
      lines()
        .slice(1)
        .map(({ reason }) => reason),
    ).toEqual(Array.from({ length: 3 }, () => 'Error: database or disk is full'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lines()).toHaveLength(4);
  });

  it('have their stack again after a minute without one, and are told at once before', async () => {
    const { report, lines } = open();
    report(full());
    await vi.advanceTimersByTimeAsync(30_000);
    report(full());
    expect(lines().map(({ times }) => times)).toEqual([undefined, 1]);
    await vi.advanceTimersByTimeAsync(61_000);
    report(full());
    expect(lines().map(({ times }) => times)).toEqual([undefined, 1, undefined]);
    expect(lines()[2]?.err?.stack).toContain('at full ');
  });

  it('are told apart by text and by place, each with a stack of its own', () => {
    const { report, lines } = open();
    report(full());
    report(new Error('disk I/O error'));
    report(full(), 'unexpected failure');
    report('gone');
    report(Object.assign(Object.create(null), { code: 7 }));
    expect(lines()).toHaveLength(5);
  });

  it('that have another text each do not become as many lines', async () => {
    const { report, lines } = open();
    for (let number = 0; number < 10_000; number += 1) report(new Error(`value ${number}`));
    await vi.advanceTimersByTimeAsync(1000);
    expect(lines().length).toBeLessThan(60);
    const counted = lines().reduce((sum, { times = 1 }) => sum + times, 0);
    expect(counted).toBe(10_000);
  });

  it('that were only counted are told when the server closes', () => {
    const { report, errors, lines } = open();
    for (let number = 0; number < 5; number += 1) report(full());
    errors.stop();
    expect(lines().map(({ times }) => times)).toEqual([undefined, 4]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe.each([
  ['503', Effect.fail(new StorageUnavailable({ cause: full(), retryAfterSeconds: 1 })), 'storage unavailable'],
  ['500', Effect.suspend(() => Effect.die(new TypeError('x is not a function'))), 'unexpected failure'],
])('a server that answers %s to everything', (status, failure, message) => {
  it('logs it with its stack once, and the number of all of them', async () => {
    vi.useRealTimers();
    const { server, log } = await buildInProcess({
      wrapStorage: (storage) => ({ ...storage, resources: { ...storage.resources, read: () => failure } }),
    });
    const answers = await Promise.all(Array.from({ length: 200 }, () => server.inject({ url: '/scim/v2/Users/1' })));
    expect(new Set(answers.map(({ statusCode }) => String(statusCode)))).toEqual(new Set([status]));
    await server.close();
    const lines = linesOf(log()).filter(({ msg }) => msg === message);
    expect(lines.filter(({ err }) => err?.stack !== undefined)).toHaveLength(1);
    expect(lines.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(200);
    expect(lines.length).toBeLessThan(60);
  });
});
