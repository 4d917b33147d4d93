// Looking for what is due, for all organisations: it goes on, whatever the storage, single endpoints and other processes do.
import { Effect, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { organisationId, type Organisation, type OrganisationId } from '@looop-scim/provisioning/organisation';
import { VersionConflict, type Storage } from '@looop-scim/provisioning/ports';
import { deliverWebhooks } from '@looop-scim/provisioning/webhooks';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { run } from '../support/run/run-effect.ts';
import { ACME, answered, makeScene, START, type WebhookScene } from './support/scene.ts';

const acme: Organisation = {
  ...{ id: ACME, name: 'acme', scimEnabled: true, profile: 'interop', leniencies: {}, created: START },
};

const KIND = 'webhookOrganisation';

/** Lets so many seconds pass, on a storage that answers at once. */
const seconds = Effect.fnUntraced(function* (count: number) {
  for (let second = 0; second < count; second += 1) yield* TestClock.adjust('1 second');
});

/** Lets a process go on that has much to do. */
const aMoment = Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 0)));

interface Looking {
  readonly scene: WebhookScene;
  readonly storage: Storage;
  /** What the process said of itself. */
  readonly said: string[];
  /** The organisations that it looked at, one after the other. */
  readonly looked: OrganisationId[];
  /** Starts a process that delivers whatever is due; with other records of the installation where some are given. */
  readonly start: (records?: Partial<Storage['records']>) => Effect.Effect<Fiber.Fiber<never>>;
}

/** Plays with a process, which ends with the play. */
const played = (play: (looking: Looking) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const storage = yield* openMemoryStorage({ registry });
      yield* storage.organisations.add(acme);
      const scene = makeScene(storage);
      const [said, looked]: [string[], OrganisationId[]] = [[], []];
      const report = {
        ...{ failed: () => void said.push('failed'), recovered: () => void said.push('recovered') },
        broken: (defect: unknown, endpointId: string | undefined) =>
          void said.push(`${endpointId ?? 'looking'}: ${String(defect)}`),
      };
      const deliveryOf = (id: OrganisationId) => {
        looked.push(id);
        return scene.deps;
      };
      const start: Looking['start'] = (records) =>
        Effect.forkChild(
          deliverWebhooks({
            ...{ report, deliveryOf },
            storage: { ...storage, records: { ...storage.records, ...records } },
          }),
        );
      yield* play({ scene, storage, said, looked, start });
    }).pipe(Effect.provide(TestClock.layer())),
  );

const unavailable = Effect.fail(new StorageUnavailable({ cause: 'x', retryAfterSeconds: 1 }));

describe('looking for what is due', () => {
  it('goes on when the storage answers again, and says each once', () =>
    played(({ scene, storage, said, start }) =>
      Effect.gen(function* () {
        let isUp = false;
        yield* start({ page: (kind, page) => (isUp ? storage.records.page(kind, page) : unavailable) });
        const id = yield* scene.endpoint();
        yield* scene.user('ana');
        yield* seconds(3);
        expect([said, scene.receiver.messages.length]).toEqual([['failed'], 0]);
        isUp = true;
        yield* seconds(3);
        expect([said, scene.receiver.sequences()]).toEqual([['failed', 'recovered'], [1]]);
        isUp = false;
        yield* seconds(3);
        isUp = true;
        yield* seconds(3);
        expect(said).toEqual(['failed', 'recovered', 'failed', 'recovered']);
        yield* scene.webhooks.pause(id);
        yield* scene.user('ana');
        yield* seconds(3);
        expect(scene.receiver.sequences()).toEqual([1]);
      }),
    ));

  it('goes on after a defect, which is told once', () =>
    played(({ scene, storage, said, start }) =>
      Effect.gen(function* () {
        let left = 3;
        yield* start({
          page: (kind, page) => {
            left -= 1;
            return left >= 0 ? Effect.die('a defect') : storage.records.page(kind, page);
          },
        });
        yield* scene.endpoint();
        yield* scene.user('ana');
        yield* seconds(5);
        expect([said, scene.receiver.sequences()]).toEqual([['looking: a defect'], [1]]);
      }),
    ));

  it('comes every second; after a look that took longer, after ten times that', () =>
    played(({ scene, storage, looked, start }) =>
      Effect.gen(function* () {
        yield* scene.endpoint();
        let takesMs = 0;
        yield* start({
          page: (kind, page) => Effect.andThen(Effect.sleep(takesMs), storage.records.page(kind, page)),
        });
        yield* seconds(5);
        expect(looked.length).toBe(6);
        takesMs = 500;
        // One that takes half a second, and none for 5 s.
        yield* seconds(1);
        yield* TestClock.adjust(500);
        expect(looked.length).toBe(7);
        yield* TestClock.adjust(5400);
        expect(looked.length).toBe(7);
        yield* TestClock.adjust(600);
        expect(looked.length).toBe(8);
      }),
    ));

  it('asks for no end of a feed where no endpoint is served', () =>
    played(({ scene, start }) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* scene.webhooks.pause(id);
        const { feed } = scene;
        const { position } = feed;
        let asked = 0;
        Object.assign(feed, { position: () => Effect.tap(position(), () => Effect.sync(() => (asked += 1))) });
        yield* start();
        yield* seconds(3);
        expect(asked).toBe(0);
        Object.assign(feed, { position });
      }),
    ));
});

describe('organisations', () => {
  const other = (index: number): OrganisationId =>
    organisationId(`0199f0a1-0000-7000-8000-${String(index).padStart(12, '0')}`);
  const note = ({ storage }: Looking, count: number) =>
    Effect.forEach(
      Array.from({ length: count }, (_, index) => other(index)),
      (id) => storage.records.write(KIND, id, { content: '{}' }, 0),
      { discard: true },
    );
  const noted = ({ storage }: Looking) =>
    Effect.map(storage.records.page(KIND, { limit: 2000 }), (all) => all.map(({ key }) => key));

  it('are looked at however many there are, and those that were deleted are forgotten', () =>
    played((looking) =>
      Effect.gen(function* () {
        const { scene, said, looked, start } = looking;
        yield* note(looking, 1001);
        yield* scene.endpoint();
        yield* scene.user('ana');
        yield* start();
        for (let moments = 0; moments < 100 && looked.length < 1002; moments += 1) yield* aMoment;
        yield* seconds(1);
        expect(new Set(looked).size).toBe(1002);
        expect([yield* noted(looking), scene.receiver.sequences(), said]).toEqual([[ACME], [1], []]);
      }),
    ));

  it('that were deleted are looked for once a minute', () =>
    played((looking) =>
      Effect.gen(function* () {
        const { storage, scene, start } = looking;
        yield* scene.endpoint();
        yield* start();
        yield* seconds(2);
        yield* storage.organisations.remove(acme, START);
        yield* seconds(57);
        expect(yield* noted(looking)).toEqual([ACME]);
        yield* seconds(1);
        expect(yield* noted(looking)).toEqual([]);
      }),
    ));

  it('that another process forgets at the same time are no failure', () =>
    played((looking) =>
      Effect.gen(function* () {
        const { scene, storage, said, start } = looking;
        const { records } = storage;
        yield* note(looking, 3);
        yield* scene.endpoint();
        yield* scene.user('ana');
        const conflict = Effect.fail(new VersionConflict({ expected: 1, current: 0 }));
        yield* start({
          read: (kind, key) => (key === other(0) ? Effect.succeed(undefined) : records.read(kind, key)),
          remove: (kind, key, version) => (key === other(1) ? conflict : records.remove(kind, key, version)),
        });
        yield* seconds(2);
        expect([said, scene.receiver.sequences(), (yield* noted(looking)).length]).toEqual([[], [1], 3]);
      }),
    ));
});

describe('endpoints', () => {
  it('do not keep each other from being served: one that hangs, and one with a defect, which is told once', () =>
    played(({ scene, said, start }) =>
      Effect.gen(function* () {
        const first = yield* scene.endpoint({ url: 'https://first.example/' });
        yield* scene.endpoint({ url: 'https://second.example/' });
        yield* scene.endpoint({ url: 'https://third.example/' });
        yield* scene.user('ana');
        scene.receiver.answer = ({ url }) => {
          if (url.includes('first')) return Effect.die('a defect');
          return url.includes('second') ? Effect.never : answered(204);
        };
        yield* start();
        yield* seconds(30);
        expect([said, scene.receiver.sequences()]).toEqual([[`${first}: a defect`], [1]]);
        yield* seconds(90);
        expect([said, scene.receiver.sequences()]).toEqual([[`${first}: a defect`], [1]]);
        scene.receiver.answer = () => answered(204);
        yield* seconds(60);
        expect(scene.receiver.accepted.map(({ url }) => url)).toEqual([
          'https://third.example/',
          'https://first.example/',
        ]);
      }),
    ));

  it('are not begun twice by one process, though a message takes longer than the right to deliver lasts', () =>
    played(({ scene, start }) =>
      Effect.gen(function* () {
        yield* scene.endpoint();
        yield* scene.user('ana');
        scene.receiver.answer = () => Effect.as(Effect.sleep('70 seconds'), answered(204));
        yield* start();
        yield* seconds(69);
        expect([scene.receiver.messages.length, scene.receiver.sequences()]).toEqual([1, []]);
        yield* seconds(5);
        expect([scene.receiver.messages.length, scene.receiver.sequences()]).toEqual([1, [1]]);
      }),
    ));

  it('are left when the process is stopped, and given back', () =>
    played(({ scene, start }) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* scene.user('ana');
        scene.receiver.answer = () => Effect.never;
        const fiber = yield* start();
        yield* seconds(2);
        yield* Fiber.interrupt(fiber);
        scene.receiver.answer = () => answered(204);
        yield* scene.deliver(id);
        expect([scene.receiver.messages.length, scene.receiver.sequences()]).toEqual([2, [1]]);
      }),
    ));
});
