// Search in the activity by what an identity provider or a log shows of a request.
import { describe, expect, it } from 'vitest';
import { LONGEST_SEARCH } from '@looop-scim/provisioning/insight';
import { makeMentions } from '../../src/activity/mentions.ts';
import { OKTA, recordOf } from './support.ts';

const REQUEST = 'req-0000-000a';
const DETAIL = 'userName "Ana" is taken';

const record = recordOf({
  caller: { tokenFingerprint: OKTA, requestId: REQUEST },
  resourceId: 'id-of-ana',
  resourceName: 'Ana Lima',
  failure: { kind: 'Uniqueness', detail: DETAIL, existingId: 'id-of-ben' },
  changes: [{ attribute: 'title', after: 'Coach' }],
  ignored: [{ attribute: 'custom_4', reason: 'unknown' }],
});
const finds = (text: string, one = record) => makeMentions(text)(one);

describe('a record is found', () => {
  it.each([
    ['by the id of its request', REQUEST],
    ['by a part of that', '0000-00'],
    ['by the id of its resource', 'id-of-ana'],
    ['by the name of its resource', 'Lima'],
    ['by the kind of its failure', 'uniqueness'],
    ['by the text of its failure', '"Ana" is taken'],
    ['by the resource that it collided with', 'id-of-ben'],
    ['by an attribute that it changed', 'title'],
    ['by an attribute that was left out', 'custom_4'],
    ['in any case', 'ANA LIMA'],
    ['whatever is around what is looked for', '\t ana lima \n'],
    ['however many spaces, tabs and new lines are between words', 'ana \t\r\n\u00a0 lima'],
    ['by a text that has the id of its request within', `see ${REQUEST.toUpperCase()} for more`],
    ['by a text that has the text of its failure within', `Error 409: userName  "Ana"\n is taken. Try again.`],
  ])('%s', (_how, text) => {
    expect(finds(text)).toBe(true);
  });

  it.each([
    ['a value that it set', 'Coach'],
    ['the token by which it came', OKTA],
    ['words without the space between them', 'analima'],
    ['a text that has only the name of its resource within', 'Ana Lima was here'],
    ['a text that has its id and its attribute within', 'id-of-ana and title'],
  ])('not by %s', (_what, text) => {
    expect(finds(text)).toBe(false);
  });

  it('not by a text that has fewer than twelve characters of it within', () => {
    const least = recordOf({ caller: { tokenFingerprint: OKTA, requestId: '12345678901' } });
    const { resourceId: _id, ...nameless } = least;
    expect(finds('12345678901', nameless)).toBe(true);
    expect(finds('see 12345678901', nameless)).toBe(false);
    const longer = { ...nameless, caller: { tokenFingerprint: OKTA, requestId: '123456789012' } };
    expect(finds('see 123456789012', longer)).toBe(true);
    const brief = recordOf({ failure: { kind: 'InvalidValue', detail: 'no such one' } });
    expect(finds('Error: no such one', brief)).toBe(false);
  });

  it('by the first 2,000 characters of what is looked for alone', () => {
    const padding = 'x'.repeat(LONGEST_SEARCH - REQUEST.length);
    expect(finds(`${padding}${REQUEST}`)).toBe(true);
    expect(finds(`x${padding}${REQUEST}`)).toBe(false);
  });
});
