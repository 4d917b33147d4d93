// Every behaviour of an identity provider that is on record has a fixture, or a stated reason why no server can show it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadFixtures } from '../support/fixture.ts';
import { isObject, parseJson, type JsonObject } from '../support/json.ts';

/** Every behaviour on record by provider: the prefix of its ids and how many there are. */
const PROVIDERS = [
  ['okta', 'OKTA', 69],
  ['entra', 'ENTRA', 34],
  ['onelogin', 'OL', 4],
  ['jumpcloud', 'JC', 2],
  ['google', 'GOOG', 3],
  ['ping', 'PING', 2],
  ['sailpoint', 'SP', 2],
  ['rippling', 'RIP', 1],
  ['authentik', 'AK', 4],
  ['libraries', 'LIB', 11],
  ['others', 'OTHER', 16],
] as const;

/** What every server has to stand, whoever the client is, with the behaviours on record that show it. */
const EVERY_CLIENT = {
  X1: ['OKTA-1', 'OKTA-2', 'GOOG-1', 'OL-3'],
  X2: ['ENTRA-4', 'ENTRA-20', 'PING-1'],
  X3: ['OKTA-17', 'ENTRA-9'],
  X4: ['OKTA-15', 'ENTRA-2'],
  X5: ['OKTA-18', 'OKTA-29', 'ENTRA-10'],
  X6: ['ENTRA-13'],
  X7: ['OKTA-27', 'OKTA-55', 'ENTRA-14'],
  X8: ['OKTA-56', 'ENTRA-25'],
  X9: ['OKTA-67', 'ENTRA-24'],
  X10: ['ENTRA-16'],
  X11: ['OKTA-25', 'ENTRA-6', 'AK-2'],
  X12: ['ENTRA-7', 'OL-2', 'OKTA-35'],
  X13: ['OKTA-37', 'ENTRA-21'],
  X14: ['OKTA-9'],
  X15: ['OKTA-45'],
  X16: ['OKTA-46'],
  X17: ['OKTA-21', 'ENTRA-5'],
  X18: ['ENTRA-22'],
  X19: ['OKTA-14', 'ENTRA-3', 'OL-1'],
  X20: ['OKTA-66', 'SP-1'],
} as const;

const excusesOf = (provider: string): JsonObject => {
  const path = join(import.meta.dirname, provider, 'not-server.json');
  const excuses = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : {};
  return isObject(excuses) ? excuses : {};
};

const folder = join(import.meta.dirname, 'okta');
const fixtures = loadFixtures(folder);

it.each(PROVIDERS)('%s: fixtures and reasons together cover %s-1 to %i, each id once', (provider, prefix, last) => {
  const expected = Array.from({ length: last }, (_none, index) => `${prefix}-${index + 1}`);
  const excused = Object.keys(excusesOf(provider));
  const shown = new Set(loadFixtures(join(import.meta.dirname, provider)).map(({ id }) => id));
  expect(
    excused.filter((id) => shown.has(id)),
    'both shown and excused',
  ).toEqual([]);
  expect([...shown, ...excused].toSorted()).toEqual(expected.toSorted());
});

it.each(Object.entries(EVERY_CLIENT))('%s is shown by the fixtures of %j', (_name, ids) => {
  const shown = new Set(
    PROVIDERS.flatMap(([provider]) => loadFixtures(join(import.meta.dirname, provider)).map(({ id }) => id)),
  );
  expect(ids.filter((id) => !shown.has(id))).toEqual([]);
});

it.each(PROVIDERS)('%s: every excuse is a sentence', (provider) => {
  for (const reason of Object.values(excusesOf(provider))) {
    expect(reason).toSatisfy((text: unknown) => typeof text === 'string' && text.length > 20 && text.endsWith('.'));
  }
});

it('every behaviour that has a fixture of one kind of app has one of the other kind', () => {
  const kinds = (app: string): string[] => [
    ...new Set(fixtures.flatMap((fixture) => (fixture.app === app ? [fixture.id] : []))),
  ];
  // These name one kind of app in the dossier itself: the other kind does the same under another id.
  const oinOnly = ['OKTA-27', 'OKTA-32', 'OKTA-53', 'OKTA-55', 'OKTA-56', 'OKTA-59', 'OKTA-66', 'OKTA-68'];
  const aiwOnly = ['OKTA-25', 'OKTA-28', 'OKTA-54', 'OKTA-60'];
  expect(kinds('oin').filter((id) => !oinOnly.includes(id))).toEqual(
    kinds('aiw').filter((id) => !aiwOnly.includes(id)),
  );
});

it('no two fixtures have the same title', () => {
  const titles = fixtures.map(({ id, app, title }) => `${id} ${app} ${title}`);
  expect(new Set(titles).size).toBe(titles.length);
});
