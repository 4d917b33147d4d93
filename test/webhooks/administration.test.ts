// What whoever looks after endpoints does: they are signed for, changed while others change them, tried, and listed with what they sent.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { InvalidCursor } from '@looop-scim/scim/errors';
import { NoSuchEntry, type RecordStore, type Storage } from '@looop-scim/provisioning/ports';
import {
  makeWebhookAdministration,
  MAX_WEBHOOKS,
  TooManyWebhooks,
  type WebhookAdministration,
} from '@looop-scim/provisioning/webhooks';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { run } from '../support/run/run-effect.ts';
import { answered, makeScene, START, unanswered, type WebhookScene } from './support/scene.ts';

const played = (play: (scene: WebhookScene, storage: Storage) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const storage = yield* openMemoryStorage({ registry });
      yield* play(makeScene(storage), storage);
    }).pipe(Effect.provide(TestClock.layer())),
  );

const settings = { url: 'https://platform.example/hooks', mode: 'events', onFailure: 'pause' } as const;

describe('secrets', () => {
  it('sign what is sent, the newest first, and a trial, too', () =>
    played((scene) =>
      Effect.gen(function* () {
        const made = yield* scene.webhooks.create(settings);
        const { id } = made.webhook;
        const rotated = yield* scene.webhooks.rotate(id);
        expect(made.secret).not.toBe(rotated.secret);
        yield* scene.user('ana');
        yield* scene.deliver(id);
        yield* scene.webhooks.test(id);
        const both = [rotated.secret, made.secret];
        expect(scene.receiver.messages.map(({ secrets }) => secrets)).toEqual([both, both]);
        yield* TestClock.adjust('24 hours');
        yield* scene.webhooks.test(id);
        expect(scene.receiver.messages.at(-1)?.secrets).toEqual([rotated.secret]);
      }),
    ));
});

describe('a trial', () => {
  it('sends a message that says nothing, also where the endpoint is paused, and moves nothing', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* scene.user('ana');
        yield* scene.webhooks.pause(id);
        const before = yield* scene.webhooks.read(id);
        const delivery = yield* scene.webhooks.test(id);
        const [message] = scene.receiver.messages;
        expect(message).toMatchObject({ url: settings.url, id: expect.stringMatching(/^tst_[^.]+$/u), at: START });
        expect(JSON.parse(message?.body ?? '')).toEqual({
          ...{ id: message?.id, type: 'webhook.test', timestamp: new Date(START).toISOString(), format: 2 },
          ...{ organisationId: scene.deps.organisationId, data: {} },
        });
        expect(delivery).toEqual({
          ...{ messageId: message?.id, type: 'webhook.test', at: START, outcome: 'accepted', attemptCount: 1 },
          attempts: [{ at: START, durationMs: 1, status: 204 }],
        });
        expect(yield* scene.webhooks.read(id)).toEqual(before);
        for (const answer of [answered(404), answered(302), answered(410), unanswered]) {
          scene.receiver.answer = () => answer;
          expect((yield* scene.webhooks.test(id)).outcome).toBe('failed');
        }
        expect(yield* scene.webhooks.read(id)).toEqual(before);
      }),
    ));
});

describe('endpoints', () => {
  it('are 20 at most', () =>
    played((scene) =>
      Effect.gen(function* () {
        for (let count = 0; count < MAX_WEBHOOKS; count += 1) yield* scene.endpoint();
        expect(yield* Effect.flip(scene.webhooks.create(settings))).toEqual(new TooManyWebhooks({ maximum: 20 }));
        const [first] = yield* scene.webhooks.list();
        yield* scene.webhooks.remove(first?.id ?? '');
        yield* scene.endpoint();
        expect((yield* scene.webhooks.list()).length).toBe(20);
      }),
    ));

  it('let whoever delivers find their organisation, which is noted once, as JSON', () =>
    played((scene, storage) =>
      Effect.gen(function* () {
        yield* scene.endpoint();
        yield* scene.endpoint();
        expect(yield* storage.records.page('webhookOrganisation', { limit: 10 })).toEqual([
          { key: scene.deps.organisationId, content: '{}', version: 1 },
        ]);
      }),
    ));

  it('that are not there are said to be no webhook', () =>
    played(({ webhooks }) =>
      Effect.gen(function* () {
        const nobody = new NoSuchEntry({ what: 'webhook', name: 'we_0' });
        for (const asking of [
          webhooks.read('we_0'),
          webhooks.pause('we_0'),
          webhooks.rotate('we_0'),
          webhooks.test('we_0'),
          webhooks.remove('we_0'),
          webhooks.deliveries('we_0', { limit: 1 }),
        ])
          expect(yield* Effect.flip(asking)).toEqual(nobody);
      }),
    ));

  it('are changed whatever others do to them at the same time: nothing of either is lost', () =>
    played((scene, storage) =>
      Effect.gen(function* () {
        const others: readonly ((id: string) => Effect.Effect<unknown, unknown>)[] = [
          scene.webhooks.pause,
          (id) => scene.webhooks.change(id, { description: 'other' }),
        ];
        for (const other of others) {
          const id = yield* scene.endpoint();
          let next: Effect.Effect<unknown> = Effect.orDie(other(id));
          const { records } = scene.ports;
          const late: RecordStore = {
            ...records,
            read: (kind, key) =>
              Effect.tap(records.read(kind, key), () => {
                const now = next;
                next = Effect.void;
                return now;
              }),
          };
          const webhooks: WebhookAdministration = makeWebhookAdministration({
            ...{ ...scene.deps, records: late, installation: storage.records },
          });
          yield* webhooks.rotate(id);
          const { status, settings: given, olderSecretUntil } = yield* scene.webhooks.read(id);
          expect([status.kind === 'paused', given.description === 'other'].filter(Boolean)).toEqual([true]);
          expect(olderSecretUntil).toBe(START + 86_400_000);
        }
      }),
    ));

  it('that are told of events alone go on wherever the feed begins; others do not', () =>
    played((scene, storage) =>
      Effect.gen(function* () {
        const [notified, sent] = [yield* scene.endpoint({ mode: 'notify' }), yield* scene.endpoint()];
        for (const id of [notified, sent]) yield* scene.webhooks.pause(id);
        yield* scene.user('ana');
        yield* storage.trimLogs({ eventsBefore: START + 1 });
        expect((yield* scene.webhooks.resume(notified)).status).toEqual({ kind: 'active' });
        expect(yield* Effect.flip(scene.webhooks.resume(sent))).toMatchObject({ _tag: 'CursorExpired', after: 0 });
        expect((yield* scene.webhooks.read(sent)).status.kind).toBe('paused');
      }),
    ));
});

describe('deliveries', () => {
  it.each([
    ['!', true],
    ['~', true],
    ['0000:evt_1', true],
    ['', true],
    [' ', false],
    ['a b', false],
    ['a\u007f', false],
    ['ä', false],
    ['\n', false],
  ])('go on after the cursor %j: %s', (cursor, isKnown) =>
    played(({ webhooks, endpoint }) =>
      Effect.gen(function* () {
        const id = yield* endpoint();
        const asked = webhooks.deliveries(id, { limit: 1, cursor });
        if (isKnown) expect(yield* asked).toEqual({ deliveries: [] });
        else expect(yield* Effect.flip(asked)).toEqual(new InvalidCursor());
      }),
    ),
  );
});
