import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { LOOOP_USER_SCHEMA } from '../../src/schema/urns.ts';
import { checkLengths } from '../../src/write/lengths.ts';
import { groupType, userType } from '../support/standard-types.ts';

const refusal = (document: object, before: object = {}, type = userType) =>
  Result.getOrThrow(Result.flip(checkLengths(type, before as never, document as never)));

const passes = (document: object, before: object = {}, type = userType): boolean =>
  Result.isSuccess(checkLengths(type, before as never, document as never));

describe('strings that indexes and memberships repeat have at most 1024 characters (RFC 7644 section 3.12)', () => {
  it.each([
    ['userName', (text: string) => ({ userName: text })],
    ['externalId', (text: string) => ({ externalId: text })],
    ['displayName', (text: string) => ({ displayName: text })],
    ['emails.value', (text: string) => ({ emails: [{ value: 'a@b.example' }, { value: text }] })],
  ])('%s', (attribute, documentWith) => {
    expect(passes(documentWith('x'.repeat(1024)))).toBe(true);
    expect(refusal(documentWith('x'.repeat(1025)))).toMatchObject({
      _tag: 'InvalidValue',
      attribute,
      reason: 'has 1025 characters and must have at most 1024',
    });
  });

  it('displayName of a group', () => {
    expect(passes({ displayName: 'x'.repeat(1024) }, {}, groupType)).toBe(true);
    expect(refusal({ displayName: 'x'.repeat(900_000) }, {}, groupType).attribute).toBe('displayName');
  });
});

describe('other strings', () => {
  const area = (text: string) => ({ [LOOOP_USER_SCHEMA]: { area: text } });

  it('have at most 65,536 characters, in extensions and below complex attributes, too', () => {
    expect(passes({ title: 'x'.repeat(65_536), name: { givenName: 'x'.repeat(65_536) } })).toBe(true);
    expect(refusal({ name: { givenName: 'x'.repeat(65_537) } }).attribute).toBe('name.givenName');
    expect(refusal(area('x'.repeat(65_537)))).toMatchObject({
      attribute: `${LOOOP_USER_SCHEMA}:area`,
      reason: 'has 65537 characters and must have at most 65536',
    });
  });

  it('that are references or base64 are as long as the resource may be', () => {
    const long = 'A'.repeat(500_000);
    expect(passes({ photos: [{ value: `data:image/png;base64,${long}` }], x509Certificates: [{ value: long }] })).toBe(
      true,
    );
  });
});

describe('what is stored already', () => {
  const long = 'x'.repeat(5000);

  it('stays where it is, whatever else is written', () => {
    expect(passes({ displayName: long, title: 'Coach' }, { displayName: long })).toBe(true);
    expect(
      passes({ emails: [{ value: long, type: 'work' }, { value: 'new@acme.example' }] }, { emails: [{ value: long }] }),
    ).toBe(true);
  });

  it('does not let another long value in, nor the same one at another attribute', () => {
    expect(refusal({ displayName: `${long}y` }, { displayName: long }).attribute).toBe('displayName');
    expect(refusal({ displayName: long, userName: long }, { displayName: long }).attribute).toBe('userName');
  });
});
