// The reader and the comparison are what makes a case able to fail; here they are shown to bite.
import { describe, expect, it } from 'vitest';
import {
  fill,
  layOver,
  parseJson,
  readCase,
  unmet,
  type ExpectedAnswer,
  type Json,
  type JsonObject,
  type ScimAnswer,
} from '@looop-scim/conformance';

const STEP = { request: { method: 'GET', path: '/Users' }, response: { status: 200 } };
const CASE = { id: 'OKTA-1', title: 'a title', app: 'any', source: 'OKTA-1', steps: [STEP] };
const parse = (content: JsonObject) => readCase('OKTA-1-slug.json', content);

describe('the reader of cases', () => {
  it('reads a case', () => {
    expect(parse(CASE)).toMatchObject({ id: 'OKTA-1', given: {}, steps: [STEP] });
  });

  const withStep = (request: JsonObject, response: JsonObject): JsonObject => ({
    ...CASE,
    steps: [{ request, response }],
  });
  const refused: readonly (readonly [string, JsonObject, string])[] = [
    ['an unknown key', { ...CASE, titel: 'x' }, 'titel is no member'],
    ['an unknown key of given', { ...CASE, given: { people: {} } }, 'people is no member'],
    ['an unknown key of a step', { ...CASE, steps: [{ ...STEP, wait: 5 }] }, 'step 1: wait is no member'],
    ['an unknown key of a request', withStep({ ...STEP.request, verb: 'GET' }, STEP.response), 'verb is no member'],
    ['an unknown key of a response', withStep(STEP.request, { status: 200, equal: {} }), 'equal is no member'],
    ['a status that is no number', withStep(STEP.request, { status: '200' }), 'status has the wrong kind'],
    ['a missing status', withStep(STEP.request, { body: {} }), 'status is missing'],
    [
      'a path outside of the base URL',
      withStep({ method: 'GET', path: 'Users' }, STEP.response),
      'path has the wrong kind',
    ],
    [
      'a place that is no pointer',
      withStep(STEP.request, { status: 200, sets: { 'members.value': [] } }),
      'no JSON Pointer',
    ],
    ['two bodies', withStep({ ...STEP.request, body: {}, rawBody: '' }, STEP.response), 'two bodies'],
    ['no steps', { ...CASE, steps: [] }, 'steps has the wrong kind'],
    ['an unknown kind of app', { ...CASE, app: 'web' }, 'app has the wrong kind'],
    ['a file named after another id', { ...CASE, id: 'OKTA-2' }, 'named after another id'],
    ['a file that does not name the kind of app', { ...CASE, app: 'oin' }, 'does not end in .oin.json'],
    ['a missing title', { id: 'OKTA-1', app: 'any', source: 'x', steps: [STEP] }, 'title is missing'],
  ];
  it.each(refused)('refuses %s', (_what, content, message) => {
    expect(() => parse(content)).toThrow(message);
  });
});

describe('placeholders', () => {
  const saved = new Map<string, Json>([
    ['ana', { id: 'u1', meta: { version: 'W/"3"' }, groups: [{ value: 'g1' }] }],
    ['base', 'http://x'],
  ]);

  it('are filled in texts, in keys and as whole values', () => {
    expect(
      fill({ '/{{ana.id}}': ['{{base}}/Users/{{ana.id}}', '{{ana.groups}}', '{{ana.groups.0.value}}'] }, saved),
    ).toEqual({
      '/u1': ['http://x/Users/u1', [{ value: 'g1' }], 'g1'],
    });
  });

  it('that name nothing are a fault of the case', () => {
    expect(() => fill('{{ion.id}}', saved)).toThrow('{{ion.id}} names nothing');
    expect(() => fill('{{ana.title}}', saved)).toThrow('{{ana.title}} names nothing');
  });

  it('an echo is what was read with the mapped attributes laid over it', () => {
    expect(layOver({ name: { a: 1, b: 2 }, emails: [1, 2], x: 1 }, { name: { b: 3 }, emails: [4], x: null })).toEqual({
      name: { a: 1, b: 3 },
      emails: [4],
      x: null,
    });
  });
});

describe('the comparison of an answer', () => {
  const body = {
    id: 'u1',
    userName: 'Ana',
    totalResults: 1,
    active: false,
    emails: [{ value: 'a' }, { value: 'b' }],
    detail: 'userName is due',
  };
  const answerOf = (value: Json): ScimAnswer => ({
    status: 200,
    headers: { etag: 'W/"1"', 'content-type': 'application/scim+json' },
    text: JSON.stringify(value),
    body: parseJson(JSON.stringify(value)),
  });
  const faults = (expectation: Partial<ExpectedAnswer>): readonly string[] =>
    unmet(answerOf(body), { status: 200, ...expectation }, new Map());

  const met: readonly (readonly [string, Partial<ExpectedAnswer>])[] = [
    ['one of several statuses', { status: [200, 204] }],
    ['a part of the body', { body: { userName: 'Ana', emails: [{ value: 'a' }, {}] } }],
    ['headers', { headers: { ETag: 'W/"1"', 'Content-Type': { contains: 'scim' }, Location: null } }],
    ['absent places', { absent: ['/password', '/emails/*/type'] }],
    ['equal places', { equals: { '/emails': [{ value: 'a' }, { value: 'b' }], '/id': '{{this.id}}' } }],
    ['sets in any order', { sets: { '/emails/*/value': ['b', 'a'] } }],
    ['parts of text and elements', { contains: { '/detail': 'userName', '/emails': { value: 'b' } } }],
    ['kinds', { types: { '/totalResults': 'integer', '/active': 'boolean', '/emails': 'array', '/id': 'string' } }],
  ];
  it.each(met)('accepts %s', (_what, expectation) => {
    expect(faults(expectation)).toEqual([]);
  });

  const unmetCases: readonly (readonly [string, Partial<ExpectedAnswer>])[] = [
    ['another status', { status: 201 }],
    ['another case of a name', { body: { userName: 'ana' } }],
    ['a number where text is due', { body: { totalResults: '1' } }],
    ['an array of another length', { body: { emails: [{ value: 'a' }] } }],
    ['a member that is missing', { body: { title: null } }],
    ['a body where none is due', { body: null }],
    ['another header', { headers: { ETag: 'W/"2"' } }],
    ['a header that must not be sent', { headers: { ETag: null } }],
    ['a place that must not occur', { absent: ['/emails/*/value'] }],
    ['a value that is equal in part only', { equals: { '/emails': [{ value: 'a' }] } }],
    ['a value that does not differ', { differs: { '/id': 'u1' } }],
    ['a set with one too few', { sets: { '/emails/*/value': ['a'] } }],
    ['a set with one too many', { sets: { '/emails/*/value': ['a', 'b', 'b'] } }],
    ['a text without the part', { contains: { '/detail': 'displayName' } }],
    ['another kind', { types: { '/totalResults': 'string' } }],
    ['a kind of a place that does not exist', { types: { '/nothing': 'string' } }],
    ['text that may not occur', { lacks: ['Ana'] }],
  ];
  it.each(unmetCases)('names %s', (_what, expectation) => {
    expect(faults(expectation)).toHaveLength(1);
  });
});
