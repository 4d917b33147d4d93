// Who waits for commits is woken by those of the organisation, by all that come after what it has seen, and by no other.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { makeCommitSignal } from '@looop-scim/provisioning/events';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { run } from '../../../../test/support/run/run-effect.ts';
import { ACME, openDirectory } from './support.ts';

const OTHER = organisationId('0199f0a1-0000-7000-8000-000000000002');

const timed = (steps: Effect.Effect<void>): Promise<void> => run(steps.pipe(Effect.provide(TestClock.layer())));

/** Somebody who waits, and whether it was woken. */
const waiter = Effect.fnUntraced(function* (waiting: Effect.Effect<void>) {
  let isWoken = false;
  const fiber = yield* Effect.forkChild(Effect.andThen(waiting, Effect.sync(() => (isWoken = true))));
  yield* TestClock.adjust(1);
  return { fiber, isWoken: () => isWoken };
});

describe('a signal of commits', () => {
  it('counts those of each organisation', () => {
    const signal = makeCommitSignal();
    const counts = () => [signal.count(ACME), signal.count(OTHER)];
    expect(counts()).toEqual([0, 0]);
    signal.announce(ACME);
    signal.announce(ACME);
    signal.announce(OTHER);
    expect(counts()).toEqual([2, 1]);
  });

  it('wakes everybody who waits for the organisation, once something is committed', () =>
    timed(
      Effect.gen(function* () {
        const signal = makeCommitSignal();
        signal.announce(ACME);
        const [first, second] = [yield* waiter(signal.next(ACME, 1)), yield* waiter(signal.next(ACME, 1))];
        const other = yield* waiter(signal.next(OTHER, 0));
        const woken = () => [first, second, other].map(({ isWoken }) => isWoken());
        expect(woken()).toEqual([false, false, false]);
        signal.announce(ACME);
        yield* TestClock.adjust(1);
        expect(woken()).toEqual([true, true, false]);
        signal.announce(OTHER);
        yield* TestClock.adjust(1);
        expect(woken()).toEqual([true, true, true]);
      }),
    ));

  it('lets nobody wait for what was committed since it looked', () =>
    timed(
      Effect.gen(function* () {
        const signal = makeCommitSignal();
        const seen = signal.count(ACME);
        signal.announce(ACME);
        expect((yield* waiter(signal.next(ACME, seen))).isWoken()).toBe(true);
        expect((yield* waiter(signal.next(ACME, seen + 1))).isWoken()).toBe(false);
      }),
    ));

  it('wakes the others when one has stopped waiting', () =>
    timed(
      Effect.gen(function* () {
        const signal = makeCommitSignal();
        const [first, second] = [yield* waiter(signal.next(ACME, 0)), yield* waiter(signal.next(ACME, 0))];
        yield* Fiber.interrupt(first.fiber);
        signal.announce(ACME);
        yield* TestClock.adjust(1);
        expect([first.isWoken(), second.isWoken()]).toEqual([false, true]);
      }),
    ));
});

it('writes of a repository are announced, and neither reads nor what was refused', async () => {
  const { create, patch, remove, ports, signal } = await openDirectory();
  const id = await create('User', { userName: 'ana' });
  expect(signal.count(ACME)).toBe(1);
  await patch('User', id, { op: 'replace', value: { title: 'Coach' } });
  expect(signal.count(ACME)).toBe(2);
  await run(ports.resources.read({ resourceType: 'User', id }, false));
  await patch('User', '0199f0a1-0000-7000-8000-00000000000a', { op: 'replace', value: { title: 'Coach' } });
  await expect(create('User', { userName: 'ana' })).rejects.toThrow();
  expect(signal.count(ACME)).toBe(2);
  await remove('User', id);
  expect(signal.count(ACME)).toBe(3);
});
