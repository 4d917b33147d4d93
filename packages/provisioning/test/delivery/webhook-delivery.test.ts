// The record of a delivery, and the key under which it lies.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deliveryKey, deliveryPrefix, withAttempt, type WebhookDelivery } from '../../src/delivery/webhook-delivery.ts';

it('of two deliveries of an endpoint the later one comes first, at whatever times they began', () => {
  const time = fc.oneof(fc.integer({ min: 0, max: 9_999_999_999_999 }), fc.constantFrom(0, 1, 9_999_999_999_998));
  fc.assert(
    fc.property(time, time, (one, other) => {
      const keys = [one, other].map((at) => deliveryKey('we_1', { at, messageId: 'evt_1' }));
      expect(keys.every((key) => key.startsWith(deliveryPrefix('we_1')))).toBe(true);
      const [first = '', second = ''] = keys;
      expect(first < second).toBe(one > other);
    }),
  );
});

it('no key of an endpoint begins as those of another do', () => {
  expect(deliveryKey('we_1', { at: 1, messageId: 'evt_1' }).startsWith(deliveryPrefix('we_'))).toBe(false);
  expect(deliveryKey('we_12', { at: 1, messageId: 'evt_1' }).startsWith(deliveryPrefix('we_1'))).toBe(false);
});

it('the latest 20 attempts are remembered, the oldest first, and how many there were', () => {
  const start: WebhookDelivery = {
    ...{ messageId: 'evt_1', type: 'user.updated', at: 0, outcome: 'retrying', attemptCount: 0, attempts: [] },
  };
  const attempts = Array.from({ length: 23 }, (_, at) => ({ at, durationMs: 1, status: 500 }));
  const after = attempts.reduce(
    (delivery, attempt) => withAttempt(delivery, attempt, { outcome: 'retrying', nextAttemptAt: attempt.at + 1 }),
    start,
  );
  expect(after).toEqual({ ...start, attemptCount: 23, attempts: attempts.slice(3), nextAttemptAt: 23 });
  const ended = withAttempt(after, { at: 23, durationMs: 1, status: 204 }, { outcome: 'accepted' });
  expect([ended.outcome, ended.attemptCount, 'nextAttemptAt' in ended]).toEqual(['accepted', 24, false]);
});
