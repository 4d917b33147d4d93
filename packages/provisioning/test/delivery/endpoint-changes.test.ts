// What the platform does to an endpoint: secrets that were replaced, pauses, and what is sent again.
import { describe, expect, it } from 'vitest';
import { shownWebhook } from '../../src/use-cases/webhooks/shown-webhook.ts';
import {
  newEndpoint,
  pausedByAdministrator,
  replayedFrom,
  replayedSetAside,
  resumed,
  secretsAt,
  withSecret,
  withSettings,
} from '../../src/delivery/endpoint-changes.ts';
import type { WebhookEndpoint } from '../../src/delivery/webhook-endpoint.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const settings = { url: 'https://platform.example/', mode: 'events', onFailure: 'setAside' } as const;
const fresh = newEndpoint('we_1', settings, { secret: 'first', position: 5, at: 3 });
const retry = { sequence: 6, attempts: 2, firstAt: 1, nextAt: 9, deliveryKey: 'we_1:x' };
const letter = (sequence: number) => ({ sequence, type: 'user.updated', setAsideAt: 1 }) as const;

/** Sequences 2 and 4 are set aside, and are sent again now. */
const withLetters: WebhookEndpoint = {
  ...fresh,
  ...{ deadLetters: [letter(2), letter(4)], blocked: ['user:ana'], replaying: true, retry },
};

it('a new endpoint is active, has one secret for ever, and nothing waits', () => {
  const made = newEndpoint('we_1', settings, { secret: 'first', position: 5, at: 3 });
  expect(made).toEqual({
    ...{ id: 'we_1', settings, secrets: [{ secret: 'first' }], createdAt: 3, status: { kind: 'active' }, position: 5 },
    ...{ deadLetters: [], blocked: [], replaying: false },
  });
  expect(secretsAt(made, Number.MAX_SAFE_INTEGER)).toEqual(['first']);
});

describe('secrets', () => {
  it('that were replaced are signed with for 24 hours more, after the newest', () => {
    const rotated = withSecret(fresh, 'second', 1000);
    for (const [now, expected] of [
      [1000, ['second', 'first']],
      [1000 + DAY_MS - 1, ['second', 'first']],
      [1000 + DAY_MS, ['second']],
      [9 * DAY_MS, ['second']],
    ] as const)
      expect(secretsAt(rotated, now)).toEqual(expected);
  });

  it('do not live longer for another replacement, and leave the record once they have ended', () => {
    const second = withSecret(fresh, 'second', 0);
    const third = withSecret(second, 'third', 23 * HOUR_MS);
    expect(secretsAt(third, 23 * HOUR_MS)).toEqual(['third', 'second', 'first']);
    expect(secretsAt(third, DAY_MS)).toEqual(['third', 'second']);
    expect(secretsAt(third, 47 * HOUR_MS)).toEqual(['third']);
    const fourth = withSecret(third, 'fourth', DAY_MS);
    expect(JSON.stringify(fourth)).not.toContain('first');
    expect(fourth.secrets.map(({ secret }) => secret)).toEqual(['fourth', 'third', 'second']);
  });

  it('are five at most: the oldest goes', () => {
    const rotated = ['b', 'c', 'd', 'e', 'f'].reduce((endpoint, secret) => withSecret(endpoint, secret, 1000), fresh);
    expect(secretsAt(rotated, 1000)).toEqual(['f', 'e', 'd', 'c', 'b']);
  });
});

describe('a pause and its end', () => {
  const paused: WebhookEndpoint = { ...fresh, status: { kind: 'paused', reason: 'failures', at: 1 } };
  const disabled: WebhookEndpoint = { ...fresh, status: { kind: 'disabled', at: 1 } };

  it('of an active endpoint has the administrator as its reason; one that has stopped already keeps its own', () => {
    expect(pausedByAdministrator(fresh, 8).status).toEqual({ kind: 'paused', reason: 'administrator', at: 8 });
    for (const stopped of [paused, disabled]) expect(pausedByAdministrator(stopped, 8)).toEqual(stopped);
  });

  it('lets the endpoint go on at once, where it is', () => {
    for (const stopped of [{ ...paused, retry }, disabled, { ...fresh, retry }]) expect(resumed(stopped)).toEqual(fresh);
  });

  it('leaves nothing waiting for the next attempt when other settings are put in place', () => {
    const mended = { ...settings, url: 'https://mended.example/' };
    expect(withSettings({ ...fresh, retry }, mended)).toEqual({ ...fresh, settings: mended });
  });
});

describe('sending again', () => {
  it.each([
    // What comes again is set aside no more; subjects stay blocked while anything earlier is set aside.
    [0, [], [], false],
    [1, [], [], false],
    [2, [2], ['user:ana'], true],
    [3, [2], ['user:ana'], true],
    [4, [2, 4], ['user:ana'], true],
    [9, [2, 4], ['user:ana'], true],
  ] as const)('after %i keeps %j set aside', (after, kept, blocked, replaying) => {
    const endpoint = replayedFrom(withLetters, after);
    expect(endpoint).toEqual({
      ...fresh,
      ...{ position: after, deadLetters: kept.map(letter), blocked, replaying },
    });
  });

  it('of what was set aside begins only where there is something', () => {
    expect(replayedSetAside({ ...withLetters, replaying: false })).toEqual({
      ...fresh,
      ...{ deadLetters: [letter(2), letter(4)], blocked: ['user:ana'], replaying: true },
    });
    expect(replayedSetAside({ ...fresh, retry })).toEqual(fresh);
  });
});

describe('an endpoint as it is shown', () => {
  it('says what waits, and nothing of secrets, of processes and of keys of records', () => {
    const lease = { holder: 'a process', until: 99 };
    const shown = shownWebhook({ ...withLetters, lease, notBefore: 4 }, 12, 1000);
    expect(shown).toStrictEqual({
      ...{ id: 'we_1', settings, createdAt: 3, status: { kind: 'active' }, position: 5, feedPosition: 12 },
      ...{ deadLetters: [letter(2), letter(4)], replaying: true },
      retry: { sequence: 6, attempts: 2, firstAt: 1, nextAt: 9 },
    });
    expect('retry' in shownWebhook(fresh, 12, 1000)).toBe(false);
  });

  it('says until when an older secret is signed with, too', () => {
    const rotated = withSecret(withSecret(fresh, 'second', 1000), 'third', 2000);
    for (const [now, until] of [
      [2000, 2000 + DAY_MS],
      [2000 + DAY_MS - 1, 2000 + DAY_MS],
      [2000 + DAY_MS, undefined],
    ] as const) {
      const shown = shownWebhook(rotated, 12, now);
      expect([shown.olderSecretUntil, 'olderSecretUntil' in shown]).toEqual([until, until !== undefined]);
    }
  });
});
