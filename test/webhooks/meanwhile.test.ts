// What happens to an endpoint in the middle of a turn: the platform moves it, its feed ends, too much is set aside.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import type { Storage } from '@looop-scim/provisioning/ports';
import { deliverEndpoint, MAX_DEAD_LETTERS, type DeliveryDependencies } from '@looop-scim/provisioning/webhooks';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { run } from '../support/run/run-effect.ts';
import { answered, makeScene, START, type WebhookScene } from './support/scene.ts';

const HOUR_MS = 3_600_000;

const played = (play: (scene: WebhookScene, storage: Storage) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const storage = yield* openMemoryStorage({ registry });
      yield* play(makeScene(storage), storage);
    }).pipe(Effect.provide(TestClock.layer())),
  );

const users = (scene: WebhookScene, ...ids: readonly string[]) =>
  Effect.forEach(ids, (id) => scene.user(id), { discard: true });

const deliverWith = (scene: WebhookScene, other: Partial<DeliveryDependencies>, id: string) =>
  Effect.flatMap(scene.feed.position(), (last) => deliverEndpoint({ ...scene.deps, ...other }, id, last));

/** The feed, with something that happens once, after the next page was read. */
const feedBefore = (scene: WebhookScene, happening: Effect.Effect<unknown, unknown>): DeliveryDependencies['feed'] => {
  let next = Effect.orDie(happening);
  return {
    ...scene.feed,
    read: (request) =>
      Effect.tap(scene.feed.read(request), () => {
        const now = next;
        next = Effect.void;
        return now;
      }),
  };
};

const outcomes = (scene: WebhookScene, id: string) =>
  Effect.map(Effect.orDie(scene.webhooks.deliveries(id, { limit: 100 })), ({ deliveries }) =>
    deliveries.toReversed().map(({ sequence, outcome, attemptCount }) => [sequence, outcome, attemptCount]),
  );

/** An endpoint that has set the events of ana aside; everything is accepted from now on. */
const withoutAna = Effect.fnUntraced(function* (scene: WebhookScene, ...ids: readonly string[]) {
  const id = yield* scene.endpoint({ onFailure: 'setAside' });
  yield* users(scene, ...ids);
  scene.receiver.answer = ({ body }) => answered(body.includes('"id":"ana"') ? 422 : 204);
  yield* scene.deliverAll(id);
  scene.receiver.answer = () => answered(204);
  return id;
});

describe('events of a person who is set aside', () => {
  it('are set aside without being sent, and what became of them is kept', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* withoutAna(scene, 'ana', 'ben');
        const sent = scene.receiver.messages.length;
        yield* users(scene, 'ana', 'ben', 'ana');
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(sent + 1);
        const { deliveries } = yield* scene.webhooks.deliveries(id, { limit: 100 });
        const last = deliveries.find(({ sequence }) => sequence === 5);
        const { events } = yield* scene.feed.read({ after: 4, limit: 1 });
        const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis);
        expect(last).toEqual({
          ...{ messageId: events[0]?.id, type: 'user.updated', sequence: 5, subject: { type: 'user', id: 'ana' } },
          ...{ at: now, outcome: 'setAside', attemptCount: 0, attempts: [] },
        });
        expect((yield* scene.webhooks.read(id)).deadLetters.map(({ sequence }) => sequence)).toEqual([1, 3, 5]);
        expect(scene.stopped).toEqual([]);
      }),
    ));

  it('are not set aside where the platform has put the endpoint elsewhere meanwhile', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* withoutAna(scene, 'ana', 'ben');
        yield* users(scene, 'ana', 'ben');
        const feed = feedBefore(scene, scene.webhooks.replay(id, { after: 0 }));
        yield* deliverWith(scene, { feed }, id);
        expect(scene.receiver.sequences()).toEqual([2, 1, 2, 3, 4]);
        const { deadLetters, position } = yield* scene.webhooks.read(id);
        expect([deadLetters, position]).toEqual([[], 4]);
      }),
    ));

  it('are set aside where the platform has changed something else meanwhile', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* withoutAna(scene, 'ana', 'ben');
        yield* users(scene, 'ana', 'ben');
        yield* deliverWith(scene, { feed: feedBefore(scene, scene.webhooks.rotate(id)) }, id);
        expect(scene.receiver.sequences()).toEqual([2, 4]);
        const { deadLetters, olderSecretUntil } = yield* scene.webhooks.read(id);
        expect([deadLetters.map(({ sequence }) => sequence), olderSecretUntil]).toEqual([[1, 3], expect.any(Number)]);
      }),
    ));

  it('pause the endpoint where there are more than are kept; nothing is skipped, and it is told', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* withoutAna(scene, 'ana');
        const { records } = scene.ports;
        const found = yield* records.read('webhookEndpoint', id);
        const endpoint = JSON.parse(found?.content ?? '{}') as { readonly deadLetters: readonly object[] };
        const deadLetters = Array.from({ length: MAX_DEAD_LETTERS }, () => endpoint.deadLetters[0]);
        const content = JSON.stringify({ ...endpoint, deadLetters });
        yield* records.write('webhookEndpoint', id, { content }, found?.version ?? 0);
        yield* users(scene, 'ben', 'ana', 'ben');
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([2]);
        expect(yield* scene.webhooks.read(id)).toMatchObject({
          ...{ position: 2, status: { kind: 'paused', reason: 'tooManySetAside' } },
        });
        expect(scene.stopped).toEqual([{ endpointId: id, why: 'tooManySetAside' }]);
        // Of the one that is not set aside nothing is said.
        expect((yield* outcomes(scene, id)).at(-1)).toEqual([2, 'accepted', 1]);
      }),
    ));

  it('that are not kept any more are given up when they are to be sent again, and say so', () =>
    played((scene, storage) =>
      Effect.gen(function* () {
        const id = yield* withoutAna(scene, 'ana', 'ana');
        yield* storage.trimLogs({ eventsBefore: START + 1 });
        const sent = scene.receiver.messages.length;
        yield* scene.webhooks.replay(id, { setAside: true });
        yield* scene.deliver(id);
        const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis);
        expect(scene.receiver.messages.length).toBe(sent);
        expect(yield* scene.webhooks.read(id)).toMatchObject({ deadLetters: [], replaying: false, position: 2 });
        const { deliveries } = yield* scene.webhooks.deliveries(id, { limit: 2 });
        expect(deliveries.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))).toEqual(
          [1, 2].map((sequence) => ({
            ...{ messageId: `evt_${sequence}`, type: 'user.updated', sequence, at: now },
            ...{ outcome: 'expired', attemptCount: 0, attempts: [] },
          })),
        );
        yield* users(scene, 'ana');
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([3]);
      }),
    ));
});

describe('an event that is on its way when the platform lets what was set aside be sent', () => {
  it('comes again afterwards when it was accepted, and leaves no retry when it was not', () =>
    played((scene) =>
      Effect.gen(function* () {
        for (const status of [204, 500]) {
          const id = yield* withoutAna(scene, 'ana');
          const from = scene.receiver.messages.length;
          yield* users(scene, 'ben');
          let isFirst = true;
          scene.receiver.answer = () => {
            if (!isFirst) return answered(204);
            isFirst = false;
            const meanwhile = Effect.orDie(scene.webhooks.replay(id, { setAside: true }));
            return Effect.as(Effect.andThen(meanwhile, TestClock.adjust('1 second')), answered(status));
          };
          yield* scene.deliver(id);
          const ben = yield* scene.feed.position();
          const ana = ben - 1;
          const sent = scene.receiver.messages.slice(from).map(({ id: messageId }) => messageId.split('_')[1]);
          expect(sent).toEqual([ben, ana, ben].map(String));
          const found = (yield* outcomes(scene, id)).filter(([, outcome]) => outcome === 'accepted');
          expect(found.toSorted()).toEqual([
            [ana, 'accepted', 1],
            [ben, 'accepted', 1],
            ...(status === 204 ? [[ben, 'accepted', 1]] : []),
          ]);
          yield* scene.webhooks.remove(id);
        }
      }),
    ));
});

describe('events of other types', () => {
  it('are moved past, also where the platform has changed something else meanwhile', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ types: ['user.deleted'] });
        yield* users(scene, 'ana', 'ben');
        yield* deliverWith(scene, { feed: feedBefore(scene, scene.webhooks.rotate(id)) }, id);
        const { position, olderSecretUntil } = yield* scene.webhooks.read(id);
        expect([position, olderSecretUntil]).toEqual([2, expect.any(Number)]);
      }),
    ));

  it('are not moved past where the platform has put the endpoint behind them meanwhile', () =>
    played((scene) =>
      Effect.gen(function* () {
        yield* users(scene, 'ana', 'ben', 'cleo');
        const id = yield* scene.endpoint({ types: ['user.deleted'], after: 0 });
        yield* users(scene, 'dan');
        // The page was read before the last event came.
        const feed = feedBefore(scene, Effect.andThen(scene.user('eve'), scene.webhooks.replay(id, { after: 5 })));
        yield* deliverWith(scene, { feed }, id);
        expect((yield* scene.webhooks.read(id)).position).toBe(5);
      }),
    ));
});

describe('the end of an event', () => {
  it('is said in its delivery: accepted, sent again, given up, set aside', () =>
    played((scene) =>
      Effect.gen(function* () {
        const paused = yield* scene.endpoint();
        const asides = yield* scene.endpoint({ onFailure: 'setAside' });
        yield* users(scene, 'ana', 'ben');
        scene.receiver.answer = () => answered(422);
        yield* scene.deliver(paused);
        expect(yield* outcomes(scene, paused)).toEqual([[1, 'retrying', 1]]);
        yield* scene.deliverAll(paused);
        expect(yield* outcomes(scene, paused)).toEqual([[1, 'failed', expect.any(Number)]]);
        yield* scene.deliverAll(asides);
        expect((yield* outcomes(scene, asides)).map(([sequence, outcome]) => [sequence, outcome])).toEqual([
          [1, 'setAside'],
          [2, 'setAside'],
        ]);
        scene.receiver.answer = () => answered(410);
        yield* scene.webhooks.resume(paused);
        yield* scene.deliver(paused);
        expect((yield* outcomes(scene, paused)).at(-1)).toEqual([1, 'failed', 1]);
        yield* users(scene, 'cleo');
        yield* scene.deliver(asides);
        // The endpoint has stopped: that others are set aside says nothing of this one.
        expect((yield* outcomes(scene, asides)).at(-1)).toEqual([3, 'failed', 1]);
      }),
    ));
});

describe('a notification', () => {
  it('is a message of its own, which names the organisation and how far its feed goes', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ mode: 'notify' });
        yield* users(scene, 'ana', 'ben');
        yield* scene.deliver(id);
        const { organisationId } = scene.deps;
        const [message] = scene.receiver.messages;
        expect(message?.id).toBe(`adv_2_${organisationId}`);
        expect(JSON.parse(message?.body ?? '')).toEqual({
          ...{ id: message?.id, type: 'feed.advanced', timestamp: new Date(START).toISOString(), format: 2 },
          ...{ organisationId, data: { sequence: 2 } },
        });
        expect(yield* outcomes(scene, id)).toEqual([[2, 'accepted', 1]]);
      }),
    ));

  it('that is refused for the last time pauses the endpoint: there is nothing to set aside', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ mode: 'notify' });
        yield* users(scene, 'ana');
        scene.receiver.answer = () => answered(422);
        yield* scene.deliverAll(id);
        expect((yield* scene.webhooks.read(id)).status).toMatchObject({ kind: 'paused', reason: 'failures' });
        expect(yield* Effect.clockWith((clock) => clock.currentTimeMillis)).toBeLessThan(START + 25 * HOUR_MS);
      }),
    ));

  it('is sent also where the feed does not go on from the position of the endpoint', () =>
    played((scene, storage) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ mode: 'notify', types: ['user.deleted'] });
        yield* users(scene, 'ana', 'ben');
        yield* storage.trimLogs({ eventsBefore: START + 1 });
        yield* scene.webhooks.pause(id);
        yield* scene.webhooks.resume(id);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([undefined]);
        expect(yield* scene.webhooks.read(id)).toMatchObject({ position: 2, status: { kind: 'active' } });
      }),
    ));

  it('looks for events of its types however many others come before', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ mode: 'notify', types: ['user.deleted'] });
        yield* users(scene, 'ana', 'ben', 'ana');
        yield* scene.user('ana', 'user.deleted');
        // Each page looks at one event.
        const feed: DeliveryDependencies['feed'] = {
          ...scene.feed,
          read: ({ after, ...request }) =>
            after < 3
              ? Effect.succeed({ events: [], next: after + 1, hasMore: true })
              : scene.feed.read({ after, ...request }),
        };
        yield* deliverWith(scene, { feed }, id);
        expect(scene.receiver.ids()).toEqual([`adv_4_${scene.deps.organisationId}`]);
      }),
    ));
});
