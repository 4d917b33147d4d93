// What is kept of deliveries: what was sent, how often, what was answered, for how long; and no value of a person.
import fc from 'fast-check';
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { standardRegistry as registry } from '@looop-scim/scim/schema';
import type { Storage } from '@looop-scim/provisioning/ports';
import { openMemoryStorage } from '../support/domain-parts.ts';
import { effort } from '../support/run/run-laws.ts';
import { run } from '../support/run/run-effect.ts';
import { answered, makeScene, START, unanswered, type WebhookScene } from './support/scene.ts';

const DAY_MS = 86_400_000;

const played = (play: (scene: WebhookScene, storage: Storage) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const storage = yield* openMemoryStorage({ registry });
      yield* play(makeScene(storage), storage);
    }).pipe(Effect.provide(TestClock.layer())),
  );

describe('deliveries', () => {
  it('are listed newest first, with every attempt and its answer', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* scene.user('ana', 'user.created');
        const answers = [answered(503, { text: 'starting' }), unanswered, answered(204, { text: 'thanks' })];
        scene.receiver.answer = () => answers.shift() ?? answered(204);
        yield* scene.deliver(id);
        const waiting = (yield* scene.webhooks.deliveries(id, { limit: 10 })).deliveries;
        expect(waiting).toMatchObject([{ outcome: 'retrying', attemptCount: 1, nextAttemptAt: expect.any(Number) }]);
        yield* scene.deliverAll(id);
        yield* scene.user('ben');
        yield* scene.deliver(id);
        const { deliveries, next } = yield* scene.webhooks.deliveries(id, { limit: 10 });
        expect(next).toBe(undefined);
        expect(deliveries).toMatchObject([
          { type: 'user.updated', sequence: 2, outcome: 'accepted', attemptCount: 1 },
          {
            ...{
              messageId: scene.receiver.ids()[0],
              type: 'user.created',
              sequence: 1,
              subject: { type: 'user', id: 'ana' },
            },
            ...{ at: START, outcome: 'accepted', attemptCount: 3 },
            attempts: [{ at: START, status: 503, text: 'starting' }, { failure: 'timeout' }, { status: 204 }],
          },
        ]);
        expect(JSON.stringify(deliveries)).not.toContain('thanks');
        expect('nextAttemptAt' in (deliveries[1] ?? {})).toBe(false);
      }),
    ));

  it('put together page by page are the whole, of one endpoint alone', () =>
    played((scene) =>
      Effect.gen(function* () {
        const [id, other] = [yield* scene.endpoint(), yield* scene.endpoint()];
        for (let count = 0; count < 7; count += 1) {
          yield* scene.user('ana');
          yield* TestClock.adjust('1 second');
          yield* scene.deliver(id);
        }
        yield* scene.deliver(other);
        const all = (yield* scene.webhooks.deliveries(id, { limit: 10 })).deliveries;
        expect(all.map(({ sequence }) => sequence)).toEqual([7, 6, 5, 4, 3, 2, 1]);
        let cursor: string | undefined;
        const found: unknown[] = [];
        do {
          const page = yield* scene.webhooks.deliveries(id, { limit: 3, ...(cursor !== undefined && { cursor }) });
          found.push(...page.deliveries);
          cursor = page.next;
        } while (cursor !== undefined);
        expect(found).toEqual(all);
      }),
    ));

  it('end after so many days, and are removed', () =>
    played((scene, storage) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* scene.user('ana');
        yield* scene.deliver(id);
        yield* TestClock.setTime(START + 7 * DAY_MS - 1);
        expect((yield* scene.webhooks.deliveries(id, { limit: 10 })).deliveries.length).toBe(1);
        yield* TestClock.setTime(START + 7 * DAY_MS);
        expect((yield* scene.webhooks.deliveries(id, { limit: 10 })).deliveries).toEqual([]);
        yield* storage.trimLogs({ expiredBy: START + 7 * DAY_MS });
        yield* TestClock.setTime(START);
        expect((yield* scene.webhooks.deliveries(id, { limit: 10 })).deliveries).toEqual([]);
      }),
    ));
});

describe('a receiver that repeats what it was sent', () => {
  const value = fc.string({ unit: fc.constantFrom(...'aeimnrst ÄÖé"\\<&/😀'), minLength: 3, maxLength: 12 });
  const profiles = fc.dictionary(fc.constantFrom('title', 'department', 'custom1'), value, { minKeys: 1 });
  /** Ways in which an answer may repeat a message. */
  const repeating = fc.constantFrom(
    (body: string) => body,
    (body: string) => `cannot store ${body}`,
    (body: string) =>
      Object.values(
        (JSON.parse(body) as { readonly data: { readonly user: { readonly profile: object } } }).data.user.profile,
      ).join(' is not '),
    (body: string) => JSON.stringify({ error: body }),
    (body: string) => encodeURIComponent(body),
    (body: string) => `<p>${body.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
  );

  it('leaves no value of the person with us', async () => {
    const cases = fc.asyncProperty(profiles, repeating, fc.boolean(), (profile, repeat, isCut) =>
      played((scene) =>
        Effect.gen(function* () {
          const id = yield* scene.endpoint();
          yield* scene.user('ana', 'user.updated', profile);
          scene.receiver.answer = ({ body }) => ({
            ...answered(500),
            kind: 'answered',
            status: 500,
            text: repeat(body),
            isCut,
          });
          yield* scene.deliver(id);
          const [delivery] = (yield* scene.webhooks.deliveries(id, { limit: 1 })).deliveries;
          const text = delivery?.attempts[0]?.text ?? '';
          for (const one of [...Object.values(profile), 'ana@acme.example']) {
            const json = JSON.stringify(one).slice(1, -1);
            for (const spelling of [one, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(one)])
              expect(text.includes(spelling)).toBe(false);
          }
        }),
      ),
    );
    await fc.assert(cases, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 5) });
  });

  it('is kept short', () =>
    played((scene) =>
      Effect.gen(function* () {
        const id = yield* scene.endpoint();
        yield* scene.user('ana');
        scene.receiver.answer = () => answered(500, { text: 'x'.repeat(32_768) });
        yield* scene.deliver(id);
        const [delivery] = (yield* scene.webhooks.deliveries(id, { limit: 1 })).deliveries;
        expect(delivery?.attempts[0]?.text?.length).toBe(1024);
      }),
    ));
});
