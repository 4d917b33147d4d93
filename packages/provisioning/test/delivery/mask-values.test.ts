// What a receiver repeats of a person is not kept, in whatever way it writes it.
import { describe, expect, it } from 'vitest';
import { keptAnswer } from '../../src/delivery/mask-values.ts';

const of = (user: object) => ({ user });
const whole = (text: string, data: unknown) => keptAnswer({ text, isCut: false }, data);
const cut = (text: string, data: unknown) => keptAnswer({ text, isCut: true }, data);

const VALUE = 'A&B <"Ä\\/>';

describe('a value in an answer', () => {
  it.each([
    ['as it is', VALUE],
    ['in JSON', 'A&B <\\"Ä\\\\/>'],
    ['in JSON that is quoted in JSON', 'A&B <\\\\\\"Ä\\\\\\\\/>'],
    ['in a URL', 'A%26B%20%3C%22%C3%84%5C%2F%3E'],
    ['in HTML', 'A&amp;B &lt;&quot;Ä\\/&gt;'],
  ])('is not kept %s', (_way, spelling) => {
    expect(whole(`no ${spelling} here, nor ${spelling}`, of({ title: VALUE }))).toBe('no … here, nor …');
  });

  it('is not kept wherever in the data it stands', () => {
    const data = { members: [{ deep: { profile: { tags: ['alpha', 'beta'] } } }], none: null, count: 12345, yes: true };
    expect(whole('alpha beta 12345 true null', data)).toBe('… … 12345 true null');
  });

  it('may be shorter than three characters: it tells of nobody', () => {
    expect(whole('Al, Ana', of({ givenName: 'Al', familyName: 'Ana' }))).toBe('Al, …');
  });

  it('leaves no part of itself when it has another value in it', () => {
    expect(whole('Anastasia and Ana', of({ nick: 'Ana', name: 'Anastasia', short: 'stasia' }))).toBe('… and …');
    expect(whole('Anastasia', of({ name: 'Anastasia', nick: 'Ana' }))).toBe('…');
  });

  it('stays where it is no value of anybody: names of ours', () => {
    const data = { ...{ type: 'user', id: 'id-1', version: 'v-1' }, issues: [{ field: 'title', issue: 'missing' }] };
    expect(whole('user id-1 v-1 title missing', { ...data, mappingVersion: 'm-1' })).toBe('user id-1 v-1 title missing');
  });

  it('may be half a character', () => {
    expect(whole('x \ud83d y', of({ title: 'abc\ud83d' }))).toBe('x \ud83d y');
    expect(whole('x abc\ud83d y', of({ title: 'abc\ud83d' }))).toBe('x … y');
  });
});

describe('an answer that is cut', () => {
  it('loses as much as the longest spelling may have, so that no beginning of a value stays', () => {
    const data = of({ title: 'secret' });
    for (let length = 1; length < 6; length += 1) {
      const kept = cut(`0123456789${'secret'.slice(0, length)}`, data);
      expect(kept).toBe('0123456789'.slice(0, 4 + length));
    }
    // In HTML a quotation mark has six characters.
    expect(cut('0123456789-0123456789', of({ name: 'ana', title: '""\"' }))).toBe('012');
  });

  it('of what has no values is kept whole, as one that is not cut', () => {
    expect(cut('unavailable', {})).toBe('unavailable');
    expect(whole('unavailable', of({ title: 'secret' }))).toBe('unavailable');
  });
});

it('1,024 characters are kept, of the text without values', () => {
  expect(whole('x'.repeat(1025), {})).toBe('x'.repeat(1024));
  expect(whole(`${'secret'.repeat(1000)}end`, of({ title: 'secret' }))).toBe(`${'…'.repeat(1000)}end`);
});
