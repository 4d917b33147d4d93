import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { FILTER_LIMITS, parseFilter, printFilter, type Filter } from '@looop-scim/scim/filter';

const parsed = (text: string, bareValues = false): Filter => Result.getOrThrow(parseFilter(text, { bareValues }));
const refused = (text: string, bareValues = false) => Result.getOrThrow(Result.flip(parseFilter(text, { bareValues })));

describe('parseFilter: grammar (RFC 7644 section 3.4.2.2)', () => {
  it.each([
    ['userName eq "ana"', 'userName eq "ana"'],
    ['USERNAME Eq "Ana"', 'USERNAME eq "Ana"'],
    ['name.familyName co "O\'Malley"', 'name.familyName co "O\'Malley"'],
    ['title pr', 'title pr'],
    ['title PR and userType eq "Employee"', 'title pr and userType eq "Employee"'],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
    ],
    ['emails[type eq "work" and value co "@acme.example"]', 'emails[type eq "work" and value co "@acme.example"]'],
    ['not(active eq true)', 'not (active eq true)'],
    ['a eq 1 or b eq -2.5e3 or c eq null', 'a eq 1 or b eq -2500 or c eq null'],
    ['a eq "x" and (b eq "y" or c eq "z")', 'a eq "x" and (b eq "y" or c eq "z")'],
    ['  a   eq\t"x"  ', 'a eq "x"'],
    ['a eq "\\u0041\\n\\"\\\\"', 'a eq "A\\n\\"\\\\"'],
    ['emails[type eq "work"].value eq "x"', 'emails[type eq "work" and value eq "x"]'],
  ])('%s', (text, printed) => {
    expect(printFilter(parsed(text))).toBe(printed);
  });

  it('binds and tighter than or, and parentheses tightest (erratum 4670)', () => {
    const { kind, ...rest } = parsed('a pr or b pr and c pr');
    expect(kind).toBe('or');
    expect('operands' in rest && rest.operands.map((operand) => operand.kind)).toEqual(['present', 'and']);
    expect(parsed('(a pr or b pr) and c pr').kind).toBe('and');
  });

  it('keeps a chain of one word as one node, whatever its length', () => {
    const chain = parsed(Array.from({ length: 50 }, (_none, index) => `a eq ${index}`).join(' or '));
    expect(chain.kind === 'or' && chain.operands).toHaveLength(50);
  });

  it('tells where each attribute stood', () => {
    const both = parsed('a pr and emails[type pr]');
    expect(both.kind === 'and' && both.operands.map((operand) => 'position' in operand && operand.position)).toEqual([
      0, 9,
    ]);
  });
});

describe('parseFilter: what is refused, and where', () => {
  it.each([
    ['', 0, 'an attribute name'],
    ['userName', 8, 'an operator'],
    ['userName is "x"', 9, 'an operator'],
    ['userName eq', 11, 'a string in double quotes'],
    ['userName eq ana', 12, 'a string in double quotes'],
    ["userName eq 'ana'", 12, 'a string in double quotes'],
    ['userName eq "ana', 12, ''],
    ['userName eq "a" and', 19, 'an attribute name'],
    ['userName eq "a" "b"', 16, '"and", "or" or the end'],
    ['(userName pr', 12, '")"'],
    ['userName pr)', 11, 'the end'],
    ['not userName pr', 4, '"(" after "not"'],
    ['emails[type eq "work"', 21, '"]"'],
    ['emails[phones[type pr]]', 13, 'square brackets inside square brackets'],
    ['1name pr', 0, 'an attribute name'],
    ['__proto__ pr', 0, 'an attribute name'],
    ['a eq 01', 5, ''],
    ['a eq 1e999', 5, 'beyond the range of numbers'],
    ['a eq "\\x"', 5, ''],
    ['a eq "\u0000"', 5, ''],
    ['a eq "\\ud800"', 5, ''],
    ['userName xor "a"', 9, 'an operator'],
    ['userName eq "a" xor b pr', 16, '"and", "or" or the end'],
  ])('%s', (text, position, expected) => {
    const failure = refused(text);
    expect(failure.position).toBeGreaterThanOrEqual(position);
    expect(failure.position).toBeLessThanOrEqual(Math.max(position, text.length));
    expect(failure.reason).toContain(expected);
  });

  it('never shows the content of a string, which may be personal', () => {
    expect(refused('"secret-name" eq "x"').reason).not.toContain('secret-name');
    expect(refused('userName eq "a" "secret-name"').reason).not.toContain('secret-name');
  });

  it('refuses what is longer, deeper or wider than the limits', () => {
    const { maxLength, maxDepth, maxTerms } = FILTER_LIMITS;
    expect(refused(`userName eq "${'x'.repeat(maxLength)}"`).reason).toContain(String(maxLength));
    const nested = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`;
    expect(parsed(nested(maxDepth)).kind).toBe('present');
    expect(refused(nested(maxDepth + 1))).toMatchObject({ position: maxDepth });
    const wide = (terms: number) => Array.from({ length: terms }, () => 'a pr').join(' or ');
    expect(parsed(wide(maxTerms)).kind).toBe('or');
    expect(refused(wide(maxTerms + 1)).reason).toContain(String(maxTerms));
  });
});

describe('parseFilter: values without quotes (ENTRA-20)', () => {
  it('are strings for an organisation that allows them, literals where they are literals', () => {
    const valueOf = (text: string) => {
      const filter = parsed(text, true);
      return filter.kind === 'compare' ? filter.value : undefined;
    };
    expect(valueOf('externalId eq abc-1')).toBe('abc-1');
    expect(valueOf('active eq True')).toBe('True');
    expect(valueOf('active eq true')).toBe(true);
    expect(valueOf('a eq 12')).toBe(12);
    expect(valueOf('externalId eq 00012345678901234567890')).toBe('00012345678901234567890');
  });

  it('are still refused where a word of the grammar stands', () => {
    expect(refused('externalId eq and a pr', true).position).toBe(14);
    expect(refused("externalId eq 'x'", true).position).toBe(14);
  });
});
