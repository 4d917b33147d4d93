// What the settings of an endpoint may be, and what a change makes of them.
import { describe, expect, it } from 'vitest';
import type { WebhookChange, WebhookSettings } from '@looop-scim/provisioning/webhooks';
import { changedSettings, settingsFaults } from '../../src/delivery/check-settings.ts';

const URL = 'https://platform.example/';
const settings: WebhookSettings = { url: URL, mode: 'events', onFailure: 'pause' };
const sender = { refusalOf: (url: string) => (url.startsWith('https://') ? undefined : 'must begin with https://') };

const faultsOf = (given: Partial<WebhookSettings>) => settingsFaults({ ...settings, ...given }, sender);
const long = (length: number) => URL.padEnd(length, 'x');

describe('settings', () => {
  it.each<Partial<WebhookSettings>>([
    {},
    { url: long(2048) },
    { description: '' },
    { description: 'd'.repeat(200) },
    { types: ['user.created', 'group.members_removed'] },
    { mode: 'notify' },
    { onFailure: 'setAside' },
  ])('may be %o', (given) => expect(faultsOf(given)).toEqual([]));

  it.each<readonly [Partial<WebhookSettings>, string, string]>([
    [{ url: 'http://platform.example/' }, 'url', 'must begin with https://'],
    [{ url: long(2049) }, 'url', 'must have 2048 characters at most'],
    [{ description: 'd'.repeat(201) }, 'description', 'must have 200 characters at most'],
    [{ description: 'two\nlines' }, 'description', 'must have no line breaks'],
    [{ types: [] }, 'types', 'must name a type; without it all are sent'],
    [{ types: ['user.created', 'x', 'y'] as never }, 'types', 'there is no x, y'],
    [{ mode: 'notify', onFailure: 'setAside' }, 'onFailure', 'a notification cannot be set aside: use pause'],
  ])('may not be %o', (given, field, reason) =>
    expect(faultsOf(given)).toEqual([{ field, reason: expect.stringContaining(reason) }]));

  it('are told of every fault at once', () => {
    const given = { url: 'x', types: [], mode: 'notify', onFailure: 'setAside', description: 'd'.repeat(201) } as const;
    expect(faultsOf(given).map(({ field }) => field)).toEqual(['url', 'description', 'types', 'onFailure']);
  });
});

describe('a change', () => {
  const full: WebhookSettings = { ...settings, types: ['user.created'], description: 'first' };

  it.each<readonly [WebhookSettings, WebhookChange, WebhookSettings]>([
    [full, {}, full],
    [settings, {}, settings],
    [full, { types: null }, { ...settings, description: 'first' }],
    [full, { description: null }, { ...settings, types: ['user.created'] }],
    [full, { types: ['user.deleted'], description: '' }, { ...settings, types: ['user.deleted'], description: '' }],
    [settings, { types: null, description: null }, settings],
    [settings, { types: ['user.deleted'], description: 'd' }, { ...settings, types: ['user.deleted'], description: 'd' }],
    [full, { url: 'https://b.example/', mode: 'notify' }, { ...full, url: 'https://b.example/', mode: 'notify' }],
  ])('of %o by %o leads to %o', (before, change, after) =>
    expect(changedSettings(before, change)).toStrictEqual(after));
});
