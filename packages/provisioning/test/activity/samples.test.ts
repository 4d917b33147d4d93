import { describe, expect, it } from 'vitest';
import type { Value } from '@looop-scim/scim/attribute';
import { beginningOf, recordedChange, recordedIgnored, sampleOf } from '../../src/activity/samples.ts';

const emails = (count: number): readonly { readonly value: string }[] =>
  Array.from({ length: count }, (_, index) => ({ value: `ana-${index}@acme.example` }));

describe('a recorded change', () => {
  it('of short values is whole', () => {
    const change = { attribute: 'emails', before: emails(2), after: [...emails(3), { value: 'x', primary: true }] };
    expect(recordedChange(change)).toEqual(change);
    expect(recordedChange({ attribute: 'active', after: false })).toEqual({ attribute: 'active', after: false });
    expect(recordedChange({ attribute: 'title', before: 'Coach' })).toEqual({ attribute: 'title', before: 'Coach' });
  });

  it('of a long list shows what went and what came, and how many there were', () => {
    const before = emails(10_000);
    const after = [...before.slice(1), { value: 'new@acme.example' }];
    expect(recordedChange({ attribute: 'emails', before, after })).toEqual({
      attribute: 'emails',
      before: [{ value: 'ana-0@acme.example' }],
      after: [{ value: 'new@acme.example' }],
      beforeTotal: 10_000,
      afterTotal: 10_000,
    });
  });

  it('of a long list counts elements that are there more often', () => {
    const twice = [...emails(200), ...emails(1)];
    expect(recordedChange({ attribute: 'emails', before: emails(200), after: twice })).toMatchObject({
      before: [],
      after: emails(1),
    });
  });

  it('of a long list that was not there shows the beginning of it, at most 100 elements', () => {
    const { after, afterTotal } = recordedChange({ attribute: 'x', after: Array.from({ length: 500 }, () => 'a') });
    expect([after, afterTotal]).toEqual([Array.from({ length: 100 }, () => 'a'), 500]);
  });

  it('of a long text shows its beginning, and cuts no character in two', () => {
    const text = `${'a'.repeat(999)}😀${'b'.repeat(5000)}`;
    expect(recordedChange({ attribute: 'title', before: 'x', after: text })).toEqual({
      attribute: 'title',
      before: 'x',
      beforeTotal: 1,
      after: 'a'.repeat(999),
      afterTotal: 6001,
    });
  });

  it.each<[string, Value, Value]>([
    ['a text within an object', { value: 'x'.repeat(2000) }, { value: 'x'.repeat(995) }],
    ['a text within a list', ['x'.repeat(2000)], ['x'.repeat(1000)]],
    ['the second attribute', { a: 'x'.repeat(500), bb: 'y'.repeat(900) }, { a: 'x'.repeat(500), bb: 'y'.repeat(497) }],
    ['an attribute that has no room', { a: 'x'.repeat(997), bb: 'y' }, { a: 'x'.repeat(997) }],
    ['an attribute that has room for one', { a: 'x'.repeat(996), bb: 'yz' }, { a: 'x'.repeat(996), bb: 'y' }],
    ['the second text of a list', ['x'.repeat(600), 'y'.repeat(600)], ['x'.repeat(600), 'y'.repeat(400)]],
    ['a text of a list that has no room', ['x'.repeat(1000), 'y'], ['x'.repeat(1000)]],
    [
      'the attribute of a second element',
      [{ a: 'x'.repeat(600) }, { a: 'y'.repeat(600) }],
      [{ a: 'x'.repeat(600) }, { a: 'y'.repeat(398) }],
    ],
    ['a cut attribute before a short one', { a: { b: 'x'.repeat(2000) }, c: 'y' }, { a: { b: 'x'.repeat(998) } }],
  ])('is cut at 1,000 characters, names included: %s', (_what, after, kept) => {
    const recorded = recordedChange({ attribute: 'x', after });
    expect(recorded.after).toStrictEqual(kept);
    expect(recorded.afterTotal).toBe(Array.isArray(after) ? after.length : JSON.stringify(after).length);
  });

  it.each<Value>([
    'x'.repeat(1000),
    ['x'.repeat(1000)],
    { a: 'x'.repeat(999) },
    [{ a: 'x'.repeat(499) }, { b: 'y'.repeat(499) }],
    Array.from({ length: 100 }, () => 'a'),
    [1, 2, true],
  ])('of 1,000 characters or 100 elements is whole', (after) => {
    expect(recordedChange({ attribute: 'x', after })).toStrictEqual({ attribute: 'x', after });
    expect(recordedChange({ attribute: 'x', before: after })).toStrictEqual({ attribute: 'x', before: after });
  });

  it.each<[string, Value]>([
    ['one long text', 'x'.repeat(1_000_000)],
    ['many long texts', Array.from({ length: 1000 }, () => 'x'.repeat(1000))],
    ['long names', { ['n'.repeat(5000)]: 'x', short: 'y'.repeat(5000) }],
    ['many names', Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`n${index}`, index]))],
    [
      'elements of many parts',
      Array.from({ length: 300 }, () => ({ value: 'x'.repeat(200), type: 'work', primary: false })),
    ],
    ['numbers', Array.from({ length: 10_000 }, (_, index) => index * 1e15)],
  ])('is bounded: %s', (_, value) => {
    for (const change of [{ after: value }, { before: value }, { before: value, after: 'x' }]) {
      const recorded = JSON.stringify(recordedChange({ attribute: 'a', ...change }));
      // Characters are counted without the punctuation of JSON.
      expect(recorded.length).toBeLessThan(4000);
    }
  });
});

describe('samples', () => {
  it('of attributes that were left out are at most 100, with the number of all', () => {
    const ignored = Array.from({ length: 150 }, (_, index) => ({ attribute: `x${index}`, reason: 'unknown' as const }));
    const recorded = recordedIgnored(ignored);
    expect([recorded.ignored, recorded.ignoredTotal]).toEqual([ignored.slice(0, 100), 150]);
    expect(recordedIgnored(ignored.slice(0, 100))).toEqual({ ignored: ignored.slice(0, 100) });
    expect(recordedIgnored([{ attribute: 'y'.repeat(300), reason: 'unknown' }]).ignored[0]?.attribute).toHaveLength(
      256,
    );
  });

  it('of ids are at most 100, of 256 characters each', () => {
    const ids = Array.from({ length: 101 }, (_, index) => `${index}`.padEnd(300, 'x'));
    expect(sampleOf(ids)).toEqual({ count: 101, ids: ids.slice(0, 100).map((id) => id.slice(0, 256)) });
    expect(sampleOf([])).toBeUndefined();
  });

  it('beginningOf knows the first and the last character of two parts, and leaves half a one that was sent', () => {
    const cut = ['a\u{10000}', 'a\u{10ffff}', 'a\ue000b', 'a\ud7ffb'].map((text) => beginningOf(text, 2));
    expect(cut).toEqual(['a', 'a', 'a\ue000', 'a\ud7ff']);
    expect(beginningOf('a\ud83d', 2)).toBe('a\ud83d');
  });

  it('beginningOf leaves short texts alone and takes no half of a character', () => {
    expect(
      ['', 'ab', '😀a', '😀a', 'a😀'].map((text, index) => beginningOf(text, [0, 2, 1, 2, 2][index] ?? 0)),
    ).toEqual(['', 'ab', '', '😀', 'a']);
  });
});
