// The right of one process to deliver for an endpoint: it lasts 45 seconds, is renewed with every step, and whoever has lost it sends
// and moves nothing.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { deliverEndpoint, type DeliveryDependencies } from '@looop-scim/provisioning/webhooks';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { run } from '../support/run/run-effect.ts';
import { answered, makeScene, START, type WebhookScene } from './support/scene.ts';

const played = (play: (scene: WebhookScene) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      yield* play(makeScene(yield* openMemoryStorage({ registry })));
    }).pipe(Effect.provide(TestClock.layer())),
  );

const users = (scene: WebhookScene, count: number) =>
  Effect.forEach(Array.from({ length: count }), () => scene.user('ana'), { discard: true });

/** One turn of a process that works with something else. */
const deliverWith = (scene: WebhookScene, other: Partial<DeliveryDependencies>, id: string) =>
  Effect.flatMap(scene.feed.position(), (last) => deliverEndpoint({ ...scene.deps, ...other }, id, last));

interface Kept {
  readonly position: number;
  readonly lease?: { readonly holder: string; readonly until: number };
}

/** The endpoint as it is stored. */
const kept = (scene: WebhookScene, id: string) =>
  Effect.map(
    Effect.orDie(scene.ports.records.read('webhookEndpoint', id)),
    (found) => JSON.parse(found?.content ?? '{}') as Kept,
  );

/** The feed, of which each page comes after something else. */
const feedAfter = (scene: WebhookScene, before: Effect.Effect<void>): DeliveryDependencies['feed'] => ({
  ...scene.feed,
  read: (request) => Effect.andThen(before, scene.feed.read(request)),
});

/** Records, of which the calls of some kinds are noted. */
const noting = ({ ports: { records } }: WebhookScene) => {
  const calls: string[] = [];
  const noted: RecordStore = {
    ...records,
    read: (kind, key) => Effect.andThen(Effect.sync(() => calls.push(`read ${kind}`)), records.read(kind, key)),
    write: (kind, key, content, expected) =>
      Effect.andThen(Effect.sync(() => calls.push(`write ${kind}`)), records.write(kind, key, content, expected)),
  };
  return { calls, noted };
};

describe('the right to deliver', () => {
  it('is in the record while the process works, and gone afterwards', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 1);
        const leases: Kept['lease'][] = [];
        const look = Effect.andThen(
          TestClock.adjust(1000),
          Effect.map(kept(scene, id), ({ lease }) => void leases.push(lease)),
        );
        scene.receiver.answer = () => Effect.as(look, answered(204));
        yield* deliverWith(scene, { feed: feedAfter(scene, look) }, id);
        expect(leases.map((lease) => lease?.until)).toEqual([START + 45_000, START + 45_000]);
        expect(leases[0]?.holder).toBe(leases[1]?.holder);
        expect((yield* kept(scene, id)).lease).toBeUndefined();
      }),
    ));

  it.each([
    [24, START + 45_000],
    [25, START + 45_000],
    [26, START + 26_000 + 45_000],
    // It has run out, and nobody has taken it.
    [300, START + 300_000 + 45_000],
  ])('lasts for 20 seconds more at least when a message is sent: %i s after it was taken', (seconds, until) =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 1);
        let atSending: number | undefined;
        scene.receiver.answer = () =>
          Effect.map(kept(scene, id), ({ lease }) => {
            atSending = lease?.until;
            return answered(204);
          });
        const slowly = feedAfter(scene, TestClock.adjust(seconds * 1000));
        yield* deliverWith(scene, { feed: slowly }, id);
        expect([atSending, scene.receiver.sequences()]).toEqual([until, [1]]);
      }),
    ));

  it('that another process has taken while one slept lets that one send nothing', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 2);
        const slowly = feedAfter(scene, Effect.sleep('50 seconds'));
        const sleeping = yield* Effect.forkChild(deliverWith(scene, { feed: slowly }, id));
        yield* TestClock.adjust('46 seconds');
        // The other one is in the middle of a message when the first wakes up.
        scene.receiver.answer = () => Effect.as(Effect.sleep('10 seconds'), answered(204));
        const other = yield* Effect.forkChild(scene.deliver(id));
        yield* TestClock.adjust('5 seconds');
        yield* Fiber.join(sleeping);
        expect(scene.receiver.messages.length).toBe(1);
        expect((yield* kept(scene, id)).lease).toBeDefined();
        yield* TestClock.adjust('30 seconds');
        yield* Fiber.join(other);
        expect([scene.receiver.messages.length, scene.receiver.sequences()]).toEqual([2, [1, 2]]);
      }),
    ));

  it('is had by one of two that ask at the same moment', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 1);
        const { records } = scene.ports;
        let isFirst = true;
        const late: RecordStore = {
          ...records,
          read: (kind, key) =>
            Effect.tap(records.read(kind, key), () => {
              const others = isFirst ? Effect.orDie(scene.webhooks.rotate(key)) : Effect.void;
              isFirst = false;
              return others;
            }),
        };
        yield* deliverWith(scene, { records: late }, id);
        expect(scene.receiver.messages).toEqual([]);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences()).toEqual([1]);
      }),
    ));

  it('is given up after a minute, so that other endpoints have their turn', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 60);
        scene.receiver.answer = () => Effect.as(TestClock.adjust('1 second'), answered(204));
        yield* scene.deliver(id);
        // Three pages of 20 are 60 seconds, and the minute is over.
        expect([scene.receiver.sequences().length, (yield* kept(scene, id)).lease]).toEqual([60, undefined]);
        yield* users(scene, 100);
        yield* scene.deliver(id);
        expect([scene.receiver.sequences().length, (yield* kept(scene, id)).lease]).toEqual([120, undefined]);
        yield* scene.deliver(id);
        expect(scene.receiver.sequences().length).toBe(160);
      }),
    ));

  it('is asked for by nobody for an endpoint that was removed', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 1);
        yield* scene.webhooks.remove(id);
        yield* scene.deliver(id);
        expect(scene.receiver.messages).toEqual([]);
      }),
    ));
});

describe('what a delivery costs', () => {
  it('is one write of the endpoint to take it, and for each event one of the endpoint and one of what became of it', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 45);
        const { calls, noted } = noting(scene);
        let pages = 0;
        const feed = feedAfter(scene, Effect.sync(() => void (pages += 1)));
        yield* deliverWith(scene, { records: noted, feed }, id);
        expect([scene.receiver.sequences().length, pages]).toEqual([45, 3]);
        const count = (call: string) => calls.filter((each) => each === call).length;
        expect([count('write webhookEndpoint'), count('write webhookDelivery')]).toEqual([46, 45]);
        expect([count('read webhookEndpoint'), count('read webhookDelivery')]).toEqual([1, 0]);
      }),
    ));
});

describe('a storage that does not answer', () => {
  const unavailable = new StorageUnavailable({ cause: 'x', retryAfterSeconds: 1 });

  it.each([
    ['when the right is taken', 0, []],
    ['when it is said that an event was accepted', 1, [1]],
    ['when it is said of the next one', 2, [1, 2]],
  ])('ends the delivery %s; afterwards everything comes, in order', (_when, writes, accepted) =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* users(scene, 3);
        const { records } = scene.ports;
        let left = writes;
        const failing: RecordStore = {
          ...records,
          write: (kind, key, content, expected) => {
            if (kind === 'webhookEndpoint') left -= 1;
            return left < 0 ? Effect.fail(unavailable) : records.write(kind, key, content, expected);
          },
        };
        expect(yield* Effect.flip(deliverWith(scene, { records: failing }, id))).toEqual(unavailable);
        expect(scene.receiver.sequences()).toEqual(accepted);
        yield* TestClock.adjust('45 seconds');
        yield* scene.deliver(id);
        // What was accepted last may come once more: nobody could say that it was.
        expect(scene.receiver.sequences()).toEqual([...accepted, ...[1, 2, 3].slice(Math.max(0, accepted.length - 1))]);
        expect((yield* kept(scene, id)).position).toBe(3);
      }),
    ));
});
