// A webhook is a pushed feed: nothing is lost, nothing comes out of order, whatever the receiver and the processes do.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { run } from '../support/run/run-effect.ts';
import { answered, makeScene, START, unanswered, type WebhookScene } from './support/scene.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

/** Plays a scene on a storage in memory, at a time that the scene moves. */
const played = (play: (scene: WebhookScene) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      yield* play(makeScene(yield* openMemoryStorage({ registry })));
    }).pipe(Effect.provide(TestClock.layer())),
  );

const now = Effect.clockWith((clock) => clock.currentTimeMillis);

const users = (scene: WebhookScene, ...ids: readonly string[]) =>
  Effect.forEach(ids, (id) => scene.user(id), { discard: true });

describe('a receiver that accepts', () => {
  it('gets every event once, in order, as the feed has it', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, ...Array.from({ length: 45 }, (_, index) => `user-${index % 7}`));
        yield* scene.deliver(id);
        const { events } = yield* scene.feed.read({ after: 0, limit: 100 });
        expect(scene.receiver.messages.map(({ body }) => body)).toEqual(events.map(({ text }) => text));
        expect(scene.receiver.ids()).toEqual(events.map((event) => event.id));
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(45);
        expect(yield* scene.webhooks.read(id)).toMatchObject({ position: 45, feedPosition: 45 });
      }),
    ));

  it('gets what happens after the endpoint was made, or after the sequence that it names', () =>
    played((scene) =>
      Effect.gen(function* () {
        yield* users(scene, 'ana', 'ben', 'cleo');
        const fromNow = yield* scene.endpoint();
        const fromOne = yield* scene.endpoint({ after: 1 });
        yield* users(scene, 'dan');
        yield* scene.deliver(fromNow);
        expect(scene.receiver.sequences()).toEqual([4]);
        yield* scene.deliver(fromOne);
        expect(scene.receiver.sequences()).toEqual([4, 2, 3, 4]);
      }),
    ));

  it('gets the types that it asked for, and the position moves past the others', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ types: ['user.deleted'] });
        yield* scene.user('ana', 'user.created');
        yield* scene.user('ana', 'user.deleted');
        yield* scene.user('ben', 'user.created');
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([2]);
        expect((yield* scene.webhooks.read(id)).position).toBe(3);
        yield* scene.user('ben');
        yield* scene.deliver(id);
        expect((yield* scene.webhooks.read(id)).position).toBe(4);
      }),
    ));
});

describe('a receiver that does not accept', () => {
  it('is tried again after 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, then every 4 h, a fifth more or less, up to 24 h', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben');
        scene.receiver.answer = () => answered(500);
        yield* scene.deliverAll(id);
        const { messages } = scene.receiver;
        const pauses = messages.slice(1).map(({ at }, index) => (at - (messages[index]?.at ?? 0)) / SECOND_MS);
        const nominal = [5, 30, 120, 600, 1800, 3600, 7200];
        for (const [index, pause] of pauses.entries()) {
          const expected = nominal[index] ?? 14_400;
          expect([pause >= expected * 0.8, pause <= expected * 1.2]).toEqual([true, true]);
        }
        expect(pauses.length).toBeGreaterThanOrEqual(11);
        expect(new Set(scene.receiver.ids()).size).toBe(1);
        const span = (messages.at(-1)?.at ?? 0) - START;
        expect([span > 15 * HOUR_MS, span <= 24 * HOUR_MS]).toEqual([true, true]);
        // Nothing is skipped: the position is before the event.
        expect(yield* scene.webhooks.read(id)).toMatchObject({
          status: { kind: 'paused', reason: 'failures' },
          position: 0,
        });
        expect(scene.stopped).toEqual([{ endpointId: id, why: 'failures' }]);
        scene.receiver.answer = () => answered(200);
        yield* scene.webhooks.resume(id);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([1, 2]);
      }),
    ));

  it.each([
    ['hangs', unanswered],
    ['answers 500', answered(500)],
    ['answers 429', answered(429)],
    ['answers 404', answered(404)],
    ['redirects', answered(302)],
  ])('because it %s keeps later events waiting, and gets them in order afterwards', (_name, failing) =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben', 'ana');
        let left = 3;
        scene.receiver.answer = ({ id: messageId }) => {
          if (!messageId.startsWith('evt_2_')) return answered(204);
          left -= 1;
          return left >= 0 ? failing : answered(204);
        };
        yield* scene.deliver(id);
        expect(yield* scene.webhooks.read(id)).toMatchObject({ position: 1, retry: { sequence: 2, attempts: 1 } });
        // Not before its time.
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(2);
        yield* scene.deliverAll(id);
        expect(scene.receiver.sequences()).toEqual([1, 2, 3]);
      }),
    ),
  );

  it('and says when to come again is not tried before (Retry-After, RFC 9110 section 10.2.3)', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana');
        scene.receiver.answer = () => answered(429, { retryAfterSeconds: 120 });
        yield* scene.deliver(id);
        expect((yield* scene.webhooks.read(id)).retry?.nextAt).toBe(START + 120 * SECOND_MS);
        yield* TestClock.setTime(START + 119 * SECOND_MS);
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(1);
        yield* TestClock.setTime(START + 120 * SECOND_MS);
        scene.receiver.answer = () => answered(429, { retryAfterSeconds: 999_999_999 });
        yield* scene.deliver(id);
        expect((yield* scene.webhooks.read(id)).retry?.nextAt).toBe(START + 120 * SECOND_MS + 4 * HOUR_MS);
      }),
    ));

  it('and answers 410 is sent nothing more until somebody resumes it', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana');
        scene.receiver.answer = () => answered(410);
        yield* scene.deliver(id);
        expect((yield* scene.webhooks.read(id)).status).toEqual({ kind: 'disabled', at: START });
        expect(scene.stopped).toEqual([{ endpointId: id, why: 'gone' }]);
        yield* TestClock.adjust('2 days');
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(1);
        scene.receiver.answer = () => answered(204);
        yield* scene.webhooks.resume(id);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([1]);
      }),
    ));
});

describe('setting aside', () => {
  const refusing = (ids: readonly string[]) => (message: { readonly body: string }) => {
    const { data } = JSON.parse(message.body) as { readonly data: { readonly user?: { readonly id: string } } };
    return ids.includes(data.user?.id ?? '') ? answered(422, { text: 'no' }) : answered(204);
  };

  it('a refused event goes with all later ones of its subjects; others go on; all come in order when they are replayed', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ onFailure: 'setAside' });
        yield* users(scene, 'ana', 'ben', 'ana', 'cleo');
        yield* scene.members('sales', ['ana', 'dan']);
        yield* users(scene, 'dan', 'ben');
        scene.receiver.answer = refusing(['ana']);
        yield* scene.deliverAll(id);
        // dan was told of together with ana: what comes of dan later must not come before that.
        expect(scene.receiver.sequences()).toEqual([2, 4, 7]);
        const webhook = yield* scene.webhooks.read(id);
        expect(webhook.status.kind).toBe('active');
        expect(webhook.deadLetters.map(({ sequence }) => sequence)).toEqual([1, 3, 5, 6]);
        scene.receiver.answer = () => answered(204);
        yield* users(scene, 'ana');
        yield* scene.webhooks.replay(id, { setAside: true });
        yield* scene.deliverAll(id);
        expect(scene.receiver.sequences()).toEqual([2, 4, 7, 1, 3, 5, 6, 8]);
        expect((yield* scene.webhooks.read(id)).deadLetters).toEqual([]);
      }),
    ));

  it('what is refused again stays set aside', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ onFailure: 'setAside' });
        yield* users(scene, 'ana', 'ana');
        scene.receiver.answer = refusing(['ana']);
        yield* scene.deliverAll(id);
        yield* scene.webhooks.replay(id, { setAside: true });
        yield* scene.deliverAll(id);
        const { deadLetters, replaying, status } = yield* scene.webhooks.read(id);
        expect([deadLetters.length, replaying, status.kind]).toEqual([2, false, 'active']);
      }),
    ));

  it('is for refusals alone: an outage pauses the endpoint', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ onFailure: 'setAside' });
        yield* users(scene, 'ana', 'ben');
        for (const outage of [unanswered, answered(503), answered(429), answered(308)]) {
          scene.receiver.answer = () => outage;
          yield* scene.webhooks.resume(id);
          yield* scene.deliverAll(id);
          const { status, deadLetters, position } = yield* scene.webhooks.read(id);
          expect([status.kind, deadLetters, position]).toEqual(['paused', [], 0]);
        }
      }),
    ));
});

describe('processes', () => {
  it('do not deliver at the same time', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben');
        scene.receiver.answer = () => Effect.as(Effect.sleep('10 seconds'), answered(204));
        const first = yield* Effect.forkChild(scene.deliver(id));
        yield* Effect.yieldNow;
        yield* TestClock.adjust('5 seconds');
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(1);
        yield* TestClock.adjust('20 seconds');
        yield* Fiber.join(first);
        expect(scene.receiver.sequences()).toEqual([1, 2]);
      }),
    ));

  it('that are stopped give the endpoint back at once; another goes on, with the same ids', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben', 'cleo');
        scene.receiver.answer = ({ id: messageId }) =>
          messageId.startsWith('evt_2_') ? Effect.as(Effect.sleep('10 seconds'), answered(204)) : answered(204);
        const first = yield* Effect.forkChild(scene.deliver(id));
        yield* TestClock.adjust('1 second');
        yield* Fiber.interrupt(first);
        scene.receiver.answer = () => answered(204);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([1, 2, 3]);
        expect(scene.receiver.ids()[1]).toBe(scene.receiver.ids()[2]);
      }),
    ));

  it('that die keep it for 45 seconds at most; one that slept does not deliver on, and moves nothing', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben', 'cleo', 'dan');
        // The first process sleeps while it waits for the answer to the second event.
        scene.receiver.answer = ({ id: messageId }) =>
          messageId.startsWith('evt_2_') ? Effect.as(Effect.sleep('60 seconds'), answered(204)) : answered(204);
        const sleeping = yield* Effect.forkChild(scene.deliver(id));
        yield* TestClock.adjust('40 seconds');
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(2);
        yield* TestClock.adjust('6 seconds');
        scene.receiver.answer = () => answered(204);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([1, 2, 3, 4]);
        yield* TestClock.adjust('60 seconds');
        yield* Fiber.join(sleeping);
        // The answer that it had waited for, and nothing after it.
        expect(scene.receiver.sequences()).toEqual([1, 2, 3, 4, 2]);
        expect((yield* scene.webhooks.read(id)).position).toBe(4);
      }),
    ));

  it('whose endpoint the platform pauses, sends elsewhere or removes meanwhile do what it says', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben', 'cleo');
        let meanwhile: Effect.Effect<unknown, unknown> = scene.webhooks.pause(id);
        scene.receiver.answer = ({ id: messageId }) =>
          messageId.startsWith('evt_2_') ? Effect.as(Effect.orDie(meanwhile), answered(204)) : answered(204);
        yield* scene.deliver(id);
        // It was accepted, but the pause came first: it comes again.
        expect([scene.receiver.sequences(), (yield* scene.webhooks.read(id)).position]).toEqual([[1, 2], 1]);
        meanwhile = scene.webhooks.rotate(id);
        yield* scene.webhooks.resume(id);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([1, 2, 2, 3]);
        expect(scene.receiver.messages.map(({ secrets }) => secrets.length)).toEqual([1, 1, 1, 2]);
        meanwhile = scene.webhooks.replay(id, { after: 0 });
        yield* scene.webhooks.replay(id, { after: 1 });
        scene.receiver.answer = (message) => {
          const again = message.id.startsWith('evt_2_') ? meanwhile : Effect.void;
          meanwhile = Effect.void;
          return Effect.as(Effect.orDie(again), answered(204));
        };
        yield* scene.deliver(id);
        expect(scene.receiver.sequences().slice(4)).toEqual([2, 1, 2, 3]);
        meanwhile = scene.webhooks.remove(id);
        yield* scene.webhooks.replay(id, { after: 1 });
        yield* scene.deliver(id);
        expect(scene.receiver.sequences().slice(8)).toEqual([2]);
      }),
    ));
});

describe('notifications', () => {
  it('say how far the feed goes, at most once a second, and only when something of the types has happened', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint({ mode: 'notify', types: ['user.deleted'] });
        yield* users(scene, 'ana', 'ben');
        yield* scene.deliver(id);
        expect(scene.receiver.messages).toEqual([]);
        yield* scene.user('ana', 'user.deleted');
        yield* scene.deliver(id);
        yield* scene.user('ben', 'user.deleted');
        yield* scene.deliver(id);
        const bodies = () => scene.receiver.messages.map(({ body }) => JSON.parse(body) as unknown);
        expect(bodies()).toMatchObject([{ type: 'feed.advanced', data: { sequence: 3 } }]);
        yield* TestClock.adjust('1 second');
        yield* scene.deliver(id);
        expect(bodies()).toMatchObject([{}, { type: 'feed.advanced', data: { sequence: 4 } }]);
        expect(yield* now).toBe(START + 1000);
        yield* TestClock.adjust('1 second');
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(2);
      }),
    ));
});

describe('events that are not kept any more', () => {
  it('pause the endpoint, which says so; a replay goes on from what there is', () =>
    run(
      Effect.gen(function* () {
        yield* TestClock.setTime(START);
        const storage = yield* openMemoryStorage({ registry });
        const scene = makeScene(storage);
        const id = yield* scene.endpoint();
        yield* users(scene, 'ana', 'ben');
        yield* storage.trimLogs({ eventsBefore: START + 1 });
        yield* scene.deliver(id);
        expect((yield* scene.webhooks.read(id)).status).toMatchObject({ kind: 'paused', reason: 'eventsExpired' });
        expect(scene.stopped).toEqual([{ endpointId: id, why: 'eventsExpired' }]);
        for (const refused of [scene.webhooks.resume(id), scene.webhooks.replay(id, { after: 0 })])
          expect(yield* Effect.flip(refused)).toMatchObject({ _tag: 'CursorExpired', last: 2 });
        yield* scene.webhooks.replay(id, { after: 2 });
        yield* scene.webhooks.resume(id);
        yield* users(scene, 'cleo');
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([3]);
      }).pipe(Effect.provide(TestClock.layer())),
    ));
});
