// What an answer of a receiver means, and what is kept of it.
import { describe, expect, it } from 'vitest';
import type { WebhookAnswer } from '@looop-scim/provisioning/webhooks';
import { verdictOf } from '../../src/delivery/verdict.ts';
import { attemptOf } from '../../src/delivery/webhook-delivery.ts';

const answered = (status: number): WebhookAnswer => ({
  ...{ kind: 'answered', status, text: 'said', isCut: false, durationMs: 3 },
});

const unanswered = (kind: 'blocked' | 'timeout' | 'unreachable'): WebhookAnswer => ({
  ...{ kind, detail: `it was ${kind}`, durationMs: 9 },
});

describe('the verdict of an answer', () => {
  it.each([
    ['accepted', [200, 201, 204, 299]],
    ['refused', [400, 401, 403, 404, 407, 409, 411, 422, 424, 426, 428, 430, 499]],
    // Of the message they say nothing: too slow, too early, too many. A redirect is not followed.
    ['failed', [100, 199, 300, 302, 308, 399, 408, 425, 429, 500, 503, 599]],
    ['gone', [410]],
  ] as const)('is %s for the statuses %j', (verdict, statuses) => {
    expect(statuses.map((status) => verdictOf(answered(status)))).toEqual(statuses.map(() => verdict));
  });

  it('is failed when nothing was answered', () => {
    for (const kind of ['blocked', 'timeout', 'unreachable'] as const)
      expect(verdictOf(unanswered(kind))).toBe('failed');
  });
});

describe('an attempt', () => {
  it('that was accepted keeps nothing of the text', () => {
    for (const status of [200, 204, 299])
      expect(attemptOf(answered(status), 7, {})).toEqual({ at: 7, durationMs: 3, status });
  });

  it('that was not accepted keeps the text, whatever it was answered', () => {
    for (const status of [199, 300, 404, 410, 500])
      expect(attemptOf(answered(status), 7, {})).toEqual({ at: 7, durationMs: 3, status, text: 'said' });
  });

  it('that was not answered keeps why', () => {
    for (const kind of ['blocked', 'timeout', 'unreachable'] as const)
      expect(attemptOf(unanswered(kind), 7, {})).toEqual({ at: 7, durationMs: 9, failure: kind, text: `it was ${kind}` });
  });
});
