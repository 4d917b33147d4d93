// How an endpoint goes on: what is due, what is set aside, and where it stops.
import { describe, expect, it } from 'vitest';
import type { DirectoryEvent, FeedEvent } from '@looop-scim/provisioning/events';
import { newEndpoint } from '../../src/delivery/endpoint-changes.ts';
import {
  afterFailure,
  isBlocked,
  isDue,
  MAX_DEAD_LETTERS,
  notifiedOf,
  setAside,
  withoutDeadLetter,
  type FailedDelivery,
} from '../../src/delivery/delivery-progress.ts';
import type { WebhookEndpoint } from '../../src/delivery/webhook-endpoint.ts';

const HOUR_MS = 3_600_000;
const settings = { url: 'https://platform.example/', mode: 'events', onFailure: 'setAside' } as const;
const fresh = newEndpoint('we_1', settings, { secret: 'first', position: 5, at: 3 });
const retry = { sequence: 6, attempts: 2, firstAt: 1000, nextAt: 5000, deliveryKey: 'we_1:x' };
const lease = { holder: 'a process', until: 5000 };
const letter = (sequence: number) => ({ sequence, type: 'user.updated', setAsideAt: 1 }) as const;

const group = { id: 'sales', displayName: 'Sales', version: 1 };

const madeOf = (sequence: number, event: Omit<DirectoryEvent, 'at' | 'cause'>): FeedEvent => ({
  ...{ sequence, id: `evt_${sequence}`, text: '{}' },
  event: { ...event, at: 1, cause: { kind: 'scim' } },
});

/** An event of a person. */
const ofUser = (sequence: number, id: string): FeedEvent =>
  madeOf(sequence, { type: 'user.updated', subject: { type: 'user', id }, data: { user: { id } } });

/** An event of a group, which may name members. */
const ofGroup = (sequence: number, ...ids: readonly string[]): FeedEvent =>
  madeOf(sequence, {
    ...{ type: 'group.members_added', subject: { type: 'group', id: 'sales' } },
    data: { group, ...(ids.length > 0 && { members: ids.map((id) => ({ type: 'user', id }) as const) }) },
  });

describe('an endpoint is due', () => {
  const active: Partial<WebhookEndpoint> = {};
  it.each<readonly [string, Partial<WebhookEndpoint>, boolean]>([
    ['when there are events after its position', active, true],
    ['when the log was put back to before its position', { position: 11 }, true],
    ['not at the end of the log', { position: 10 }, false],
    ['not while it is paused', { status: { kind: 'paused', reason: 'failures', at: 1 } }, false],
    ['not after a 410', { status: { kind: 'disabled', at: 1 } }, false],
    ['not while a process has it', { lease: { holder: 'other', until: 5001 } }, false],
    ['once the right of the process has run out', { lease: { holder: 'other', until: 5000 } }, true],
    ['not before the time of the next attempt', { retry: { ...retry, nextAt: 5001 } }, false],
    ['at the time of the next attempt', { retry: { ...retry, nextAt: 5000 } }, true],
    ['for the next attempt of the last event', { retry: { ...retry, nextAt: 4000 }, position: 10 }, true],
    ['not before its next notification', { notBefore: 5001 }, false],
    ['at the time of its next notification', { notBefore: 5000 }, true],
    ['when set aside events are sent, at the end of the log, too', { replaying: true, position: 10 }, true],
    ['not when the sending of these has to wait', { replaying: true, position: 10, notBefore: 5001 }, false],
    ['when the sending of these need not wait any more', { replaying: true, position: 10, notBefore: 5000 }, true],
  ])('%s', (_when, given, due) => expect(isDue({ ...fresh, ...given }, 10, 5000)).toBe(due));
});

describe('an event', () => {
  const blocked = (...subjects: readonly string[]): WebhookEndpoint => ({ ...fresh, blocked: subjects });

  it('is blocked when its subject or a member that it names is', () => {
    for (const [subjects, expected] of [
      [[], [false, false, false]],
      [['user:ana'], [true, true, false]],
      [['group:sales'], [false, true, true]],
      [['user:cleo', 'user:ben'], [false, true, false]],
      [['group:ana', 'user:sales'], [false, false, false]],
    ] as const) {
      const events = [ofUser(6, 'ana'), ofGroup(7, 'ben', 'ana'), ofGroup(8)];
      expect(events.map((event) => isBlocked(blocked(...subjects), event))).toEqual(expected);
    }
  });

  it('that is set aside blocks all its subjects, each named once', () => {
    const endpoint = setAside({ ...blocked('user:ana'), retry }, ofGroup(6, 'ben', 'ana'), 77);
    expect(endpoint).toEqual({
      ...fresh,
      position: 6,
      deadLetters: [{ sequence: 6, type: 'group.members_added', setAsideAt: 77 }],
      blocked: ['user:ana', 'group:sales', 'user:ben'],
    });
  });

  it('is the 1,000th that is set aside at most: the next one pauses the endpoint before it', () => {
    const letters = Array.from({ length: MAX_DEAD_LETTERS - 1 }, (_, index) => letter(index + 1));
    const full = setAside({ ...fresh, deadLetters: letters, position: 1000 }, ofUser(1001, 'ana'), 77);
    expect([full.deadLetters.length, full.position, full.status.kind]).toEqual([1000, 1001, 'active']);
    const more = setAside({ ...full, retry, lease, notBefore: 1 }, ofUser(1002, 'ana'), 78);
    expect(more).toEqual({ ...full, status: { kind: 'paused', reason: 'tooManySetAside', at: 78 } });
  });

  it('blocks 10,000 subjects with the others at most', () => {
    const others = Array.from({ length: 9999 }, (_, index) => `user:${index}`);
    const full = setAside(blocked(...others), ofUser(6, 'ana'), 77);
    expect([full.blocked.length, full.status.kind]).toEqual([10_000, 'active']);
    expect(setAside(full, ofUser(7, 'ana'), 78).status.kind).toBe('active');
    const more = setAside(full, ofUser(7, 'ben'), 78);
    expect(more).toEqual({ ...full, status: { kind: 'paused', reason: 'tooManySetAside', at: 78 } });
  });

  it('that is done with is set aside no more; the last one frees the subjects', () => {
    const both: WebhookEndpoint = {
      ...fresh,
      ...{ deadLetters: [letter(2), letter(4)], blocked: ['user:ana'], replaying: true },
    };
    const one = withoutDeadLetter({ ...both, retry, lease }, 2);
    expect(one).toEqual({ ...both, lease, deadLetters: [letter(4)] });
    expect(withoutDeadLetter(one, 4)).toEqual({ ...fresh, lease });
  });
});

it('a notification that was accepted is followed by none within a second', () => {
  expect(notifiedOf({ ...fresh, retry }, 9, 2000)).toEqual({ ...fresh, position: 9, notBefore: 3000 });
});

describe('an attempt that was not accepted', () => {
  const event = ofUser(6, 'ana');
  const held: WebhookEndpoint = { ...fresh, lease, notBefore: 1 };
  const failed: FailedDelivery = {
    ...{ sequence: 6, event, verdict: 'refused', deliveryKey: 'we_1:x', at: 1000, now: 2000, chance: 0.5 },
    retryAfterSeconds: undefined,
  };
  /** The same, 24 hours after the first one. */
  const last: FailedDelivery = { ...failed, now: 1000 + 24 * HOUR_MS };

  it('leaves a retry, and the endpoint to whichever process comes', () => {
    expect(afterFailure(held, failed)).toEqual({
      ...fresh,
      retry: { sequence: 6, attempts: 1, firstAt: 1000, nextAt: 7000, deliveryKey: 'we_1:x' },
    });
    expect(afterFailure({ ...held, retry }, { ...failed, at: 5000, now: 6000 })).toEqual({
      ...fresh,
      retry: { sequence: 6, attempts: 3, firstAt: 1000, nextAt: 126_000, deliveryKey: 'we_1:x' },
    });
    const asked = afterFailure(held, { ...failed, retryAfterSeconds: 60 });
    expect(asked.retry?.nextAt).toBe(62_000);
  });

  it('ends the endpoint when the receiver is gone', () => {
    expect(afterFailure({ ...held, retry }, { ...failed, verdict: 'gone' })).toEqual({
      ...fresh,
      status: { kind: 'disabled', at: 2000 },
    });
  });

  const pauses = { ...fresh, status: { kind: 'paused', reason: 'failures', at: last.now } };
  const notification = { ...last, event: undefined };

  it.each<readonly [string, WebhookEndpoint, FailedDelivery, object]>([
    ['pauses where it could not take the message', held, { ...last, verdict: 'failed' }, pauses],
    ['pauses where a notification was refused', held, notification, pauses],
    [
      'pauses where nothing is to be set aside',
      { ...held, settings: { ...settings, onFailure: 'pause' } },
      last,
      { ...pauses, settings: { ...settings, onFailure: 'pause' } },
    ],
    [
      'sets the event aside where it was refused',
      held,
      last,
      {
        ...held,
        ...{ position: 6, blocked: ['user:ana'] },
        deadLetters: [{ sequence: 6, type: 'user.updated', setAsideAt: last.now }],
      },
    ],
    [
      'leaves set aside what is refused again, and stops sending these',
      { ...held, deadLetters: [letter(6)], blocked: ['user:ana'], replaying: true },
      last,
      { ...fresh, deadLetters: [letter(6)], blocked: ['user:ana'], replaying: false },
    ],
  ])('for the last time %s', (_what, before, attempt, after) => {
    expect(afterFailure({ ...before, retry }, attempt)).toEqual(after);
  });
});
