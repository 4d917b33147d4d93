import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { InvalidFilter, InvalidPath } from '../../src/errors.ts';
import { FILTER_LIMITS } from '../../src/filter/filter-ast.ts';
import { parseFilter } from '../../src/filter/filter-parser.ts';
import { printFilter } from '../../src/filter/filter-printer.ts';
import { parseValuePath } from '../../src/filter/value-path-parser.ts';

const parsed = (text: string, bareValues = false) => Result.getOrThrow(parseFilter(text, { bareValues }));
const refused = (text: string, bareValues = false) => Result.getOrThrow(Result.flip(parseFilter(text, { bareValues })));
const printed = (text: string) => printFilter(parsed(text));

/** The reason as people read it: the word at fault stands in a fact of its own. */
const told = ({ reason, received }: InvalidFilter | InvalidPath) =>
  received === undefined ? reason : reason.replace('a word', `"${String(received)}"`);

const OPERATOR = 'an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr)';
const VALUE = 'a string in double quotes, a number, true, false or null';
const TERM = 'an attribute name, "not" or "("';

describe('parseFilter says what was expected where, and what is there instead (RFC 7644 section 3.12)', () => {
  it.each([
    ['', 0, `expected ${TERM}, found the end`],
    [')', 0, `expected ${TERM}, found ")"`],
    ['"x" eq "x"', 0, `expected ${TERM}, found a string`],
    ['1name pr', 0, `expected ${TERM}, found "1name"`],
    ['name. pr', 0, `expected ${TERM}, found "name."`],
    ['a.b..c pr', 0, `expected ${TERM}, found "a.b..c"`],
    ['title', 5, `expected ${OPERATOR}, found the end`],
    ['title "x"', 6, `expected ${OPERATOR}, found a string`],
    ['title is "x"', 6, `expected ${OPERATOR}, found "is"`],
    ['not', 3, `expected ${OPERATOR}, found the end`],
    ['NOT title pr', 4, 'expected "(" after "not", found "title"'],
    ['title eq', 8, `expected ${VALUE}, found the end`],
    ['title eq (', 9, `expected ${VALUE}, found "("`],
    ['title eq coach', 9, `expected ${VALUE}, found "coach"`],
    ['title eq True', 9, `expected ${VALUE}, found "True"`],
    ['title eq 1e999', 9, 'the number is beyond the range of numbers'],
    ['title eq -1e999', 9, 'the number is beyond the range of numbers'],
    ['title pr title', 9, 'expected "and", "or" or the end, found "title"'],
    ['title pr)', 8, 'expected "and", "or" or the end, found ")"'],
    ['title pr "and" title pr', 9, 'expected "and", "or" or the end, found a string'],
    ['not (title pr', 13, 'expected "and", "or" or ")", found the end'],
    ['emails[type pr]".value" eq "x"', 15, 'expected "and", "or" or the end, found a string'],
    ['(title pr', 9, 'expected "and", "or" or ")", found the end'],
    ['(title pr]', 9, 'expected "and", "or" or ")", found "]"'],
    ['emails[type pr', 14, 'expected "and", "or" or "]", found the end'],
    ['emails[type pr)', 14, 'expected "and", "or" or "]", found ")"'],
    ['emails[]', 7, `expected ${TERM}, found "]"`],
    ['a[b[c pr]]', 3, 'square brackets inside square brackets are not allowed'],
    ['emails[type pr].value', 21, `expected ${OPERATOR}, found the end`],
    ['emails[type pr].1 eq "x"', 15, 'expected "and", "or" or the end, found ".1"'],
    ['emails[type pr] .value eq "x"', 16, 'expected "and", "or" or the end, found ".value"'],
    ['emails[type pr]value eq "x"', 15, 'expected "and", "or" or the end, found "value"'],
    ['title eq "x', 9, 'the string that begins here is not closed'],
    ['title \u0001 "x"', 6, 'control characters are not allowed here'],
  ])('%s', (text, position, reason) => {
    expect(refused(text)).toMatchObject({ _tag: 'InvalidFilter', position });
    expect(told(refused(text))).toBe(reason);
  });

  it('repeats no word of a filter that may have a piece of a password', () => {
    expect(refused('password eq hunter2').received).toBeUndefined();
    expect(refused('password eq "x" hunter2').received).toBeUndefined();
    expect(refused('title eq hunter2').received).toBe('hunter2');
  });

  it('keeps the first thing that is wrong', () => {
    expect(refused('(title is "x" and')).toMatchObject({ position: 7 });
    expect(refused('not (title is "x")')).toMatchObject({ position: 11 });
    expect(refused('emails[type is "x"].value eq')).toMatchObject({ position: 12 });
  });

  it('shows at most 40 characters of a word', () => {
    const word = 'x'.repeat(40);
    expect(told(refused(`title ${word}`))).toContain(`found "${word}"`);
    expect(told(refused(`title ${word}x`))).toContain(`found "${word}..."`);
    expect(told(refused(`title ${'x'.repeat(39)}😀`))).toContain(`found "${'x'.repeat(39)}\ufffd..."`);
  });

  it('counts what is nested, and counts it down again', () => {
    const { maxDepth, maxTerms, maxLength } = FILTER_LIMITS;
    const nested = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`;
    expect(printed(`${nested(maxDepth)} and ${nested(maxDepth)}`)).toBe('a pr and a pr');
    expect(refused(nested(maxDepth + 1))).toMatchObject({
      reason: `nested more than ${maxDepth} levels deep`,
      position: maxDepth,
    });
    expect(refused(`${'('.repeat(maxDepth)}a[b pr]`)).toMatchObject({ position: maxDepth + 1 });
    const wide = Array.from({ length: maxTerms + 1 }, () => 'a pr').join(' or ');
    expect(refused(wide)).toMatchObject({ reason: `more than ${maxTerms} conditions`, position: maxTerms * 8 });
    expect(refused(`a[b pr].c pr or ${wide}`)).toMatchObject({ reason: `more than ${maxTerms} conditions` });
    const long = `title eq "${'x'.repeat(maxLength - 11)}"`;
    expect(printed(long)).toBe(long);
    expect(refused(`${long} `)).toMatchObject({ reason: `longer than ${maxLength} characters`, position: maxLength });
  });
});

describe('parseFilter: what is read', () => {
  it('is brackets one after the other, and a sub-attribute behind them (ENTRA-8)', () => {
    expect(printed('emails[type pr] and phones[type pr]')).toBe('emails[type pr] and phones[type pr]');
    expect(printed('emails[type pr].value pr or emails[type pr].$ref pr')).toBe(
      'emails[type pr and value pr] or emails[type pr and $ref pr]',
    );
    const { kind, ...rest } = parsed('emails[type pr].value eq "x"');
    expect(kind).toBe('element');
    expect(rest).toMatchObject({
      attribute: 'emails',
      position: 0,
      filter: { operands: [{ position: 7 }, { attribute: 'value', position: 16 }] },
    });
  });

  it('is operators and logical words in any case, values in the case of JSON', () => {
    expect(printed('a EQ true AND b Ne false Or NOT(c Pr)')).toBe('a eq true and b ne false or not (c pr)');
    expect(printed('not pr and not eq null')).toBe('not pr and not eq null');
    expect(printed('and pr or or pr')).toBe('and pr or or pr');
  });

  it('is one zero', () => {
    expect(parsed('a eq -0')).toMatchObject({ value: 0 });
    expect(printed('a eq 0.0')).toBe('a eq 0');
  });

  it.each([
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.givenName', true],
    ["urn:a/b%20~+@!*,;=&?#'x:y", true],
    ['a-b_c$1', true],
    ['$ref', true],
    ['urn:', false],
    ['urn:a.', false],
    [':a', false],
    ['1:a', false],
    ['urn:a"b', false],
    ['urn:ä', false],
    ['urn:a{b', false],
    ['a.', false],
    ['ä', false],
    ['a/b', false],
  ])('is %s as the name of an attribute: %s', (name, isName) => {
    expect(Result.isSuccess(parseFilter(`${name} pr`))).toBe(isName);
  });

  it('are values without quotes by policy, but not what begins like a quotation (ENTRA-20)', () => {
    const valueOf = (text: string) => parsed(`a eq ${text}`, true);
    expect(valueOf('1.0')).toMatchObject({ value: '1.0' });
    expect(valueOf('1e999')).toMatchObject({ value: '1e999' });
    expect(valueOf('-5')).toMatchObject({ value: -5 });
    expect(valueOf('null')).toMatchObject({ value: null });
    expect(valueOf('false')).toMatchObject({ value: false });
    expect(valueOf("O'Malley")).toMatchObject({ value: "O'Malley" });
    expect(valueOf('"x"')).toMatchObject({ value: 'x' });
    expect(valueOf("O'")).toMatchObject({ value: "O'" });
    expect(valueOf('undefined')).toMatchObject({ value: 'undefined' });
    for (const text of ["'x'", "'x", 'AND', 'Or']) {
      const failure = refused(`a eq ${text}`, true);
      expect(failure.position).toBe(5);
      expect(told(failure)).toBe(`expected ${VALUE}, found "${text}"`);
    }
    expect(Result.isFailure(parseFilter('a eq x'))).toBe(true);
  });
});

describe('printFilter', () => {
  it.each([
    'a pr or b pr and c pr',
    '(a pr or b pr) and c pr',
    'a pr and (b pr and c pr)',
    'a pr or (b pr or c pr)',
    'not (a pr or b pr)',
    'a[b pr or c pr]',
    'a eq "x\\"y" and b eq null and c eq -1.5',
  ])('puts parentheses where the tree needs them: %s', (text) => {
    expect(printed(text)).toBe(text);
  });

  it('leaves out parentheses that change nothing', () => {
    expect(printed('(a pr and b pr) or ((c pr))')).toBe('a pr and b pr or c pr');
  });
});

describe('parseValuePath (RFC 7644 section 3.5.2, Figure 7)', () => {
  const path = (text: string) => Result.getOrThrow(parseValuePath(text));
  const wrong = (text: string) => Result.getOrThrow(Result.flip(parseValuePath(text)));

  it.each([
    ['title', { attribute: 'title' }],
    [' name.givenName ', { attribute: 'name.givenName' }],
    ['urn:example:User:name.givenName', { attribute: 'urn:example:User:name.givenName' }],
  ])('reads %s', (text, expected) => {
    expect(path(text)).toStrictEqual(expected);
  });

  it('reads a filter and a sub-attribute behind it', () => {
    expect(path('emails[type eq "work"]')).toStrictEqual({
      attribute: 'emails',
      filter: { kind: 'compare', attribute: 'type', operator: 'eq', value: 'work', position: 7 },
    });
    expect(path('emails[type pr].value')).toStrictEqual({
      attribute: 'emails',
      filter: { kind: 'present', attribute: 'type', position: 7 },
      subAttribute: 'value',
    });
  });

  it('takes values without quotes when it is told to (ENTRA-20)', () => {
    expect(Result.isSuccess(parseValuePath('emails[type eq work]', { bareValues: true }))).toBe(true);
    expect(Result.isFailure(parseValuePath('emails[type eq work]'))).toBe(true);
  });

  it.each([
    ['', 0, 'expected an attribute name, found the end'],
    ['"title"', 0, 'expected an attribute name, found a string'],
    ['1title', 0, 'expected an attribute name, found "1title"'],
    ['title eq', 6, 'expected "[" or the end, found "eq"'],
    ['title)', 5, 'expected "[" or the end, found ")"'],
    ['emails[type pr]value', 15, 'expected "." with a sub-attribute or the end, found "value"'],
    ['emails[type pr].', 15, 'expected "." with a sub-attribute or the end, found "."'],
    ['emails[type pr] .value', 16, 'expected "." with a sub-attribute or the end, found ".value"'],
    ['emails[type pr].value x', 22, 'expected the end, found "x"'],
    ['title "x', 6, 'the string that begins here is not closed'],
  ])('refuses %j as a path', (text, position, reason) => {
    const failure = wrong(text);
    expect(failure).toMatchObject({ _tag: 'InvalidPath', path: text, position });
    expect(told(failure)).toBe(reason);
  });

  it('refuses what is wrong between the brackets as a filter', () => {
    expect(wrong('emails[type is]')).toMatchObject({ _tag: 'InvalidFilter', position: 12 });
    expect(wrong('emails[type[x pr]]')).toMatchObject({ _tag: 'InvalidFilter', position: 11 });
  });

  it('refuses what is too long, and shows at most 128 characters of it', () => {
    const { maxLength } = FILTER_LIMITS;
    expect(path('x'.repeat(maxLength)).attribute).toHaveLength(maxLength);
    expect(wrong('x'.repeat(maxLength + 1))).toMatchObject({
      _tag: 'InvalidPath',
      path: `${'x'.repeat(128)}...`,
      reason: `longer than ${maxLength} characters`,
      position: maxLength,
    });
    expect(wrong(`1${'x'.repeat(127)}`)).toMatchObject({ path: `1${'x'.repeat(127)}` });
    expect(wrong(`1${'x'.repeat(128)}`)).toMatchObject({ path: `1${'x'.repeat(127)}...` });
    expect(wrong(`1${'x'.repeat(126)}😀`)).toMatchObject({ path: `1${'x'.repeat(126)}\ufffd...` });
  });
});
