// Several processes that deliver on one storage: endpoints of all organisations are found, each is served by one process at a time,
// and whoever dies is followed by another.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { afterAll, describe, expect, it } from 'vitest';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import { deliverWebhooks, type DeliveryReport } from '@looop-scim/provisioning/webhooks';
import { openMemory, openMongo, openSqlite, shared, type SharedStorage } from '../support/storage/open-stores.ts';
import { canRunOnMongo } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { ACME, answered, makeScene, START, type WebhookScene } from './support/scene.ts';

const acme: Organisation = {
  ...{ id: ACME, name: 'acme', scimEnabled: true, profile: 'interop', leniencies: {}, created: START },
};

/** Takes what a process says of its storage. */
const silent: DeliveryReport = { failed: () => undefined, recovered: () => undefined, broken: () => undefined };

/** A process that delivers whatever is due. */
const startProcess = (storage: Storage, { deps }: WebhookScene) =>
  Effect.forkChild(deliverWebhooks({ storage, report: silent, deliveryOf: () => deps }));

/** Lets the storage answer. */
const aMoment = Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 10)));

/** Lets time pass second by second until something has happened: how long the storage takes decides nothing. */
const until = Effect.fnUntraced(function* (hasHappened: () => boolean) {
  while (!hasHappened()) {
    yield* TestClock.adjust('1 second');
    yield* aMoment;
  }
});

const played = (storage: Storage, play: (scene: WebhookScene) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      yield* play(makeScene(storage));
    }).pipe(Effect.provide(TestClock.layer())),
  );

const STORES: readonly (readonly [string, SharedStorage])[] = [
  ['memory', shared(openMemory)],
  ['SQLite', shared(openSqlite)],
  ...(canRunOnMongo('webhooks') ? [['MongoDB', shared(openMongo)] as const] : []),
];

describe.each(STORES)('on %s', (_name, opened) => {
  afterAll(opened.close);

  it('another process goes on when one dies in the middle of a message, and nothing is lost or out of order', async () => {
    const { storage } = await opened.open();
    await run(storage.organisations.add(acme));
    await played(storage, (scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        for (const name of ['ana', 'ben', 'ana', 'cleo']) yield* scene.user(name);
        const { answer } = scene.receiver;
        // Nobody answers the second message, and the process that waits for it is never heard of again.
        const reached = Promise.withResolvers<void>();
        scene.receiver.answer = ({ id: messageId }) => {
          if (!messageId.startsWith('evt_2_')) return answered(204);
          reached.resolve();
          return Effect.never;
        };
        yield* Effect.forkDetach(scene.deliver(id));
        yield* Effect.promise(() => reached.promise);
        scene.receiver.answer = answer;
        // Nobody takes the endpoint before the right of the dead one has run out.
        yield* TestClock.adjust('44 seconds');
        yield* scene.deliver(id);
        expect(scene.receiver.messages.length).toBe(2);
        const processes = [yield* startProcess(storage, scene), yield* startProcess(storage, scene)];
        yield* until(() => scene.receiver.sequences().includes(4));
        for (const name of ['dan', 'ana']) yield* scene.user(name);
        yield* until(() => scene.receiver.sequences().includes(6));
        for (const fiber of processes) yield* Fiber.interrupt(fiber);
        // A storage that is slower than the clock of the test makes a message come twice, and nothing else.
        expect([...new Set(scene.receiver.sequences())]).toEqual([1, 2, 3, 4, 5, 6]);
        yield* scene.deliverAll(id);
        expect((yield* scene.webhooks.read(id)).position).toBe(6);
        const { deliveries } = yield* scene.webhooks.deliveries(id, { limit: 10 });
        expect(deliveries.map(({ outcome }) => outcome)).toEqual(deliveries.map(() => 'accepted'));
        yield* Effect.orDie(storage.organisations.remove(acme, START));
      }),
    );
  });
});
