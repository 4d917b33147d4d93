// Whatever the receiver answers, whatever the platform does to the endpoint, and whichever processes die or sleep: every event comes,
// and none before an earlier one of the same subject.
import fc from 'fast-check';
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { expect, it } from 'vitest';
import type { FeedEvent } from '@looop-scim/provisioning/events';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { effort } from '../support/run/run-laws.ts';
import { run } from '../support/run/run-effect.ts';
import { answered, makeScene, START, unanswered, type WebhookScene } from './support/scene.ts';

const ids = fc.constantFrom('ana', 'ben', 'cleo', 'dan');

/** What a receiver does with the messages of a turn, one after the other. */
const behaviour = fc.array(
  fc.constantFrom(
    ...[
      answered(200),
      answered(204),
      answered(404),
      answered(422),
      answered(500),
      answered(302),
      answered(410),
      unanswered,
    ],
    answered(429, { retryAfterSeconds: 60 }),
  ),
  { minLength: 1, maxLength: 4 },
);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('user'), id: ids }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('members'),
      members: fc.uniqueArray(ids, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('turns'), answers: behaviour, count: fc.integer({ min: 1, max: 16 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('poison'), id: ids }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sleeps'), seconds: fc.integer({ min: 1, max: 200 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('pause', 'resume', 'rotate', 'replay', 'back', 'stop') }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Turns, each when something is due. */
const turns = Effect.fnUntraced(function* (scene: WebhookScene, id: string, count: number) {
  for (let turn = 0; turn < count; turn += 1) {
    yield* scene.deliver(id);
    const { retry, status } = yield* Effect.orDie(scene.webhooks.read(id));
    if (retry !== undefined && status.kind === 'active') yield* TestClock.setTime(retry.nextAt);
  }
});

/** Does a step; the fibers of processes that sleep, or that stopped without a word. */
const act = Effect.fnUntraced(function* (scene: WebhookScene, id: string, one: Step) {
  const { webhooks, receiver } = scene;
  switch (one.kind) {
    case 'user':
      yield* scene.user(one.id);
      return [];
    case 'members':
      yield* scene.members('sales', one.members);
      return [];
    case 'turns': {
      let sent = 0;
      receiver.answer = () => one.answers[sent++ % one.answers.length] ?? unanswered;
      yield* turns(scene, id, one.count);
      return [];
    }
    case 'poison':
      // Whatever names the person is refused until it is given up; everything else is accepted.
      receiver.answer = ({ body }) => answered(body.includes(`"id":"${one.id}"`) ? 422 : 204);
      yield* turns(scene, id, 30);
      return [];
    case 'sleeps':
    case 'stop': {
      const seconds = 'seconds' in one ? one.seconds : 30;
      receiver.answer = () => Effect.as(Effect.sleep(seconds * 1000), answered(200));
      const fiber = yield* Effect.forkChild(scene.deliver(id));
      yield* TestClock.adjust(10);
      if (one.kind === 'sleeps') return [fiber];
      yield* Fiber.interrupt(fiber);
      return [];
    }
    case 'pause':
      yield* webhooks.pause(id);
      return [];
    case 'resume':
      yield* webhooks.resume(id);
      return [];
    case 'rotate':
      yield* webhooks.rotate(id);
      return [];
    case 'replay':
      yield* webhooks.replay(id, { setAside: true });
      return [];
    default: {
      const { position } = yield* webhooks.read(id);
      yield* webhooks.replay(id, { after: Math.max(0, position - 2) });
      return [];
    }
  }
});

const subjectsOf = ({ event: { subject, data } }: FeedEvent): readonly string[] =>
  [subject, ...('members' in data ? (data.members ?? []) : [])].map(({ type, id }) => `${type} ${id}`);

/** Events that came before an earlier one of the same subject, and events that never came. */
const faultsOf = (scene: WebhookScene, events: readonly FeedEvent[]): readonly string[] => {
  const came = new Set<string>();
  const early = scene.receiver.accepted.flatMap(({ id }) => {
    const event = events.find((each) => each.id === id);
    came.add(id);
    if (event === undefined) return [`${id} is no event`];
    const subjects = new Set(subjectsOf(event));
    const before = events.filter(
      (each) => each.sequence < event.sequence && subjectsOf(each).some((one) => subjects.has(one)),
    );
    return before.filter((each) => !came.has(each.id)).map((each) => `${id} came before ${each.id}`);
  });
  return [...early, ...events.filter(({ id }) => !came.has(id)).map(({ id }) => `${id} never came`)];
};

const play = (steps: readonly Step[], onFailure: 'pause' | 'setAside'): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const scene = makeScene(yield* openMemoryStorage({ registry }));
      const id = yield* scene.endpoint({ onFailure });
      const sleeping: Fiber.Fiber<void>[] = [];
      for (const one of steps) sleeping.push(...(yield* act(scene, id, one)));
      scene.receiver.answer = () => answered(200);
      yield* TestClock.adjust('1 hour');
      for (const fiber of sleeping) yield* Fiber.join(fiber);
      yield* scene.webhooks.resume(id);
      yield* scene.deliverAll(id);
      yield* scene.webhooks.replay(id, { setAside: true });
      yield* scene.deliverAll(id);
      const { events } = yield* scene.feed.read({ after: 0, limit: 1000 });
      expect(faultsOf(scene, events)).toEqual([]);
      expect(yield* scene.webhooks.read(id)).toMatchObject({
        position: events.length,
        deadLetters: [],
        status: { kind: 'active' },
      });
    }).pipe(Effect.provide(TestClock.layer())),
  );

it('every event comes, and none before an earlier one of its subjects', async () => {
  const cases = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }),
    fc.constantFrom('pause' as const, 'setAside' as const),
    play,
  );
  await fc.assert(cases, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 10) });
});
