// The record is complete: ids are counted up, and each behaviour is shown by a case or says why no case can show it.
import { describe, expect, it } from 'vitest';
import { allCases, clientBehaviours, clients, everyClient, guards } from '@looop-scim/conformance';

const casesOf = (folder: string | undefined) => allCases.find(({ client }) => client === folder)?.cases ?? [];
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_none, at) => `${prefix}${at + 1}`);

describe.each(clients)('$name', ({ prefix, cases, behaviours }) => {
  it('numbers its behaviours from 1', () => {
    expect(behaviours.map(({ id }) => id)).toEqual(numbered(`${prefix}-`, behaviours.length));
  });

  it('shows each behaviour by a case, or says why none does', () => {
    const shown = new Set(casesOf(cases).map(({ id }) => id));
    const excused = behaviours.filter(({ noCase }) => noCase !== undefined).map(({ id }) => id);
    expect(
      excused.filter((id) => shown.has(id)),
      'both shown and excused',
    ).toEqual([]);
    expect([...shown, ...excused].toSorted()).toEqual(behaviours.map(({ id }) => id).toSorted());
  });

  it('says everything in sentences', () => {
    for (const { id, sends, answer, noCase = 'No.', seen, evidence } of behaviours) {
      for (const text of [sends, answer, noCase]) expect(text, id).toMatch(/^[\s\S]+\.$/u);
      expect(seen.length, id).toBeGreaterThan(3);
      expect(evidence.length, id).toBeGreaterThan(0);
    }
  });
});

it('every folder of cases is that of a client', () => {
  expect(allCases.map(({ client }) => client).toSorted()).toEqual(
    clients.flatMap(({ cases = [] }) => cases).toSorted(),
  );
});

it('what every client needs is numbered and refers to behaviours that cases show', () => {
  expect(everyClient.map(({ id }) => id)).toEqual(numbered('X', everyClient.length));
  const shown = new Set(allCases.flatMap(({ cases }) => cases.map(({ id }) => id)));
  expect(everyClient.flatMap(({ neededBy }) => neededBy.filter((id) => !shown.has(id)))).toEqual([]);
});

it('guards are numbered from 1', () => {
  expect(guards.map(({ number }) => String(number))).toEqual(numbered('', guards.length));
});

it('no id is given twice', () => {
  const ids = clientBehaviours.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('every behaviour of Okta that has a case of one kind of app has one of the other kind', () => {
  const kinds = (app: string) => [...new Set(casesOf('okta').flatMap((one) => (one.app === app ? [one.id] : [])))];
  // These name one kind of app themselves: the other kind does the same under another id.
  const oinOnly = ['OKTA-27', 'OKTA-32', 'OKTA-53', 'OKTA-55', 'OKTA-56', 'OKTA-59', 'OKTA-66', 'OKTA-68'];
  const aiwOnly = ['OKTA-25', 'OKTA-28', 'OKTA-54', 'OKTA-60'];
  expect(kinds('oin').filter((id) => !oinOnly.includes(id))).toEqual(
    kinds('aiw').filter((id) => !aiwOnly.includes(id)),
  );
});

it('no two cases have the same title', () => {
  const titles = allCases.flatMap(({ cases }) => cases.map(({ id, app, title }) => `${id} ${app} ${title}`));
  expect(new Set(titles).size).toBe(titles.length);
});
