import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Complex } from '../../src/attribute/value.ts';
import type { BoundFilter } from '../../src/filter/bound-filter.ts';
import { bindElementFilter, bindFilter } from '../../src/filter/bind-filter.ts';
import { combine, constant, negate } from '../../src/filter/combine-bound.ts';
import { comparableDocument } from '../../src/filter/comparable-document.ts';
import { evaluateElementFilter, evaluateFilter } from '../../src/filter/evaluate-filter.ts';
import { parseFilter } from '../../src/filter/filter-parser.ts';
import type { AttributeNode } from '../../src/schema/attribute-node.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';

const bound = (text: string, type = courseType): BoundFilter =>
  Result.getOrThrow(Result.flatMap(parseFilter(text), (filter) => bindFilter(type, filter)));
const nodeOf = (name: string): AttributeNode => {
  const node = courseType.attributes.get(name);
  if (node === undefined) throw new TypeError(`no attribute ${name}`);
  return node;
};

const listening: Complex = {
  title: 'Listening',
  level: 3,
  price: 2.5,
  opensAt: '2026-11-01T09:00:00Z',
  cover: 'QUJD',
  home: 'https://looop.example/L',
  free: false,
  tags: ['voice', 'Ear'],
  credits: [1, 5],
  venue: { room: '7' },
  sessions: [
    { value: 's1', kind: 'talk', rank: 1 },
    { value: 's2', rank: 2, primary: true },
  ],
  [CATALOGUE]: { shelf: 'B3' },
};
const holds = (text: string, document: Complex = listening) => evaluateFilter(bound(text), document);

describe('evaluateFilter: operators (RFC 7644 section 3.4.2.2, Table 3)', () => {
  it.each([
    ['level', ['level eq 3', 'level ge 3', 'level le 3', 'level gt 2', 'level lt 4', 'level ne 2', 'level ge 2']],
    ['price', ['price gt 2.4', 'price ge 2.5', 'price lt 1e1', 'price le 2.5']],
    ['opensAt', ['opensAt gt "2026-11-01T08:59:59Z"', 'opensAt le "2026-11-01T10:00:00+01:00"']],
    ['title', ['title gt "lis"', 'title ge "LISTENING"', 'title lt "listenings"', 'title le "listening"']],
    ['title in parts', ['title co "STEN"', 'title sw "list"', 'title ew "ing"', 'title co ""']],
    ['home', ['home sw "https:"', 'home ew "/L"', 'home gt "https:"']],
    ['cover', ['cover eq "QUJD"', 'cover ne "qujd"']],
    ['free', ['free eq false', 'free ne true']],
    ['any value of a list', ['credits gt 4', 'credits lt 2', 'tags sw "e"', 'tags eq "VOICE"', 'sessions.rank ge 2']],
  ])('compare %s', (_attribute, filters) => {
    for (const filter of filters) expect([filter, holds(filter)]).toEqual([filter, true]);
  });

  it.each([
    ['level', ['level gt 3', 'level lt 3', 'level ge 4', 'level le 2', 'level ne 3']],
    ['title', ['title gt "listening"', 'title lt "LISTENING"', 'title sw "ing"', 'title ew "list"', 'title co "x"']],
    ['home', ['home ew "/l"', 'home eq "HTTPS://looop.example/L"']],
    ['cover', ['cover eq "qujd"']],
    ['what has no value', ['code eq "x"', 'code sw ""', 'code gt ""', 'sessions[kind eq "talk" and rank eq 2]']],
  ])('tell apart values of %s', (_attribute, filters) => {
    for (const filter of filters) expect([filter, holds(filter)]).toEqual([filter, false]);
  });

  it('give values of different kinds no order', () => {
    const stale = { level: 'three', title: 7 };
    for (const filter of ['level gt 2', 'level lt 4', 'title sw "7"', 'title ge "7"', 'title le "7"']) {
      expect(holds(filter, stale)).toBe(false);
    }
  });

  it('compare no complex value', () => {
    expect(holds('title co ""', { title: { value: 'x' } })).toBe(false);
    expect(holds('venue.room pr', { venue: 'x' })).toBe(false);
  });
});

describe('evaluateFilter: presence (RFC 7643 section 2.5)', () => {
  it.each([
    ['title pr', { title: '' }],
    ['free pr', { free: false }],
    ['tags pr', { tags: ['x'] }],
    ['venue pr', { venue: { seats: 0 } }],
    ['sessions pr', { sessions: [{}, { rank: 0 }] }],
    ['sessions pr', { sessions: [{ labels: [null, 'x'] as string[] }] }],
    [`${CATALOGUE} pr`, { [CATALOGUE]: { shelf: 'x' } }],
  ])('%s holds for %j', (filter, document) => {
    expect(holds(filter, document)).toBe(true);
    expect(holds(`not (${filter})`, document)).toBe(false);
  });

  it.each([
    ['title pr', {}],
    ['tags pr', { tags: [] }],
    ['venue pr', { venue: {} }],
    ['venue.room pr', { venue: { building: 'A' } }],
    ['sessions pr', { sessions: [{}] }],
    ['sessions pr', { sessions: [{ labels: [] }] }],
    ['sessions.kind pr', { sessions: [{ value: 's1' }] }],
  ])('%s does not hold for %j', (filter, document) => {
    expect(holds(filter, document)).toBe(false);
  });

  it('does not hold for null, which a store may give', () => {
    const stored = JSON.parse('{"title":null,"venue":{"room":null},"tags":[null]}') as Complex;
    for (const filter of ['title pr', 'venue pr', 'venue.room pr', 'tags pr', 'title eq "null"']) {
      expect(holds(filter, stored)).toBe(false);
    }
  });

  it('looks for nothing in null', () => {
    const stored = JSON.parse('{"venue":null,"sessions":[null]}') as Complex;
    for (const filter of ['venue.room pr', 'venue.room eq "7"', 'sessions.rank pr']) {
      expect(holds(filter, stored)).toBe(false);
    }
  });

  it('looks at own properties alone', () => {
    const inherited: Complex = Object.create({ title: 'x' });
    expect(holds('title pr', inherited)).toBe(false);
  });
});

describe('evaluateElementFilter (RFC 7644 section 3.5.2, Figure 7)', () => {
  const selects = (name: string, text: string, element: Complex | string) => {
    const node = nodeOf(name);
    const filter = Result.flatMap(parseFilter(text), (parsed) => bindElementFilter(node, parsed));
    return evaluateElementFilter(Result.getOrThrow(filter), node, element);
  };

  it('holds for one element at a time', () => {
    expect(selects('sessions', 'kind eq "talk" and rank eq 1', { kind: 'Talk', rank: 1 })).toBe(true);
    expect(selects('sessions', 'kind eq "talk" or rank eq 1', { rank: 1 })).toBe(true);
    expect(selects('sessions', 'not (kind pr)', { rank: 1 })).toBe(true);
    expect(selects('sessions', 'kind eq "talk"', { rank: 1 })).toBe(false);
  });

  it('calls a simple element value, in any case', () => {
    expect(selects('tags', 'VALUE sw "vo"', 'Voice')).toBe(true);
    expect(selects('tags', 'value pr', 'Voice')).toBe(true);
    expect(selects('tags', 'value eq "x"', 'Voice')).toBe(false);
  });
});

describe('combine and negate', () => {
  const a: BoundFilter = { kind: 'present', attribute: nodeOf('title') };
  const b: BoundFilter = { kind: 'present', attribute: nodeOf('code') };
  const [yes, no] = [constant(true), constant(false)];

  it.each([
    ['and', [a, b], { kind: 'and', operands: [a, b] }],
    ['or', [a, b], { kind: 'or', operands: [a, b] }],
    ['and', [a], a],
    ['and', [yes, a, yes], a],
    ['or', [no, a], a],
    ['and', [a, no, b], no],
    ['or', [a, yes, b], yes],
    ['and', [], yes],
    ['or', [], no],
    ['and', [yes], yes],
    ['or', [no], no],
    ['and', [a, { kind: 'and', operands: [b, a] }], { kind: 'and', operands: [a, b, a] }],
    ['or', [{ kind: 'and', operands: [a, b] }, a], { kind: 'or', operands: [{ kind: 'and', operands: [a, b] }, a] }],
  ] as const)('leaves no constant inside %s of %j', (kind, operands, expected) => {
    expect(combine(kind, operands)).toEqual(expected);
  });

  it('negates once, not twice', () => {
    expect(negate(a)).toEqual({ kind: 'not', operand: a });
    expect(negate(negate(a))).toBe(a);
    expect([negate(yes), negate(no)]).toEqual([no, yes]);
  });
});

describe('comparableDocument', () => {
  it('has every scalar in the form in which it is compared', () => {
    expect(comparableDocument(courseType, { ...listening, code: 'L-1', retired: 'Kept' })).toEqual({
      title: 'listening',
      level: 3,
      price: 2.5,
      opensAt: Date.UTC(2026, 10, 1, 9),
      cover: 'QUJD',
      home: 'https://looop.example/L',
      free: false,
      tags: ['voice', 'ear'],
      credits: [1, 5],
      venue: { room: '7' },
      sessions: [
        { value: 's1', kind: 'talk', rank: 1 },
        { value: 's2', rank: 2, primary: true },
      ],
      [CATALOGUE]: { shelf: 'b3' },
      code: 'l-1',
      retired: 'Kept',
    });
  });

  it('makes own properties of all keys', () => {
    const document = JSON.parse('{"__proto__":{"title":"X"}}') as Complex;
    expect(Object.hasOwn(comparableDocument(userType, document), '__proto__')).toBe(true);
  });
});
