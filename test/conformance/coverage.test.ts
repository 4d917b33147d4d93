// Every behaviour of Okta that is on record has a fixture, or a stated reason why no server can show it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadFixtures } from '../support/fixture.ts';
import { isObject, parseJson } from '../support/json.ts';

const folder = join(import.meta.dirname, 'okta');
const notServer = parseJson(readFileSync(join(folder, 'not-server.json'), 'utf8'));
const fixtures = loadFixtures(folder);
const LAST_BEHAVIOUR = 69;

it('fixtures and the table of client behaviours together cover OKTA-1 to OKTA-69, each id once', () => {
  const expected = Array.from({ length: LAST_BEHAVIOUR }, (_none, index) => `OKTA-${index + 1}`);
  const excused = isObject(notServer) ? Object.keys(notServer) : [];
  const shown = new Set(fixtures.map(({ id }) => id));
  expect(
    excused.filter((id) => shown.has(id)),
    'both shown and excused',
  ).toEqual([]);
  expect([...shown, ...excused].toSorted()).toEqual(expected.toSorted());
});

it('every excuse is a sentence', () => {
  for (const reason of Object.values(isObject(notServer) ? notServer : {})) {
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
