// What every client relies on: a right answer has no fault, and each way to be wrong is named.
import { describe, expect, it } from 'vitest';
import { faultsOfAnswer, type Json, type JsonObject, type ScimAnswer, type ScimRequest } from '@looop-scim/conformance';

const BASE = 'https://scim.example/scim/v2';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

const ana: JsonObject = {
  schemas: [USER],
  id: 'u1',
  userName: 'ana',
  active: true,
  emails: [{ value: 'a@acme.example', primary: true }],
  meta: { resourceType: 'User', location: `${BASE}/Users/u1`, version: 'W/"1"' },
};
const list: JsonObject = { schemas: [LIST], totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [ana] };
const error: JsonObject = { schemas: [ERROR], status: '404', detail: 'Nobody is there.' };
const get: ScimRequest = { method: 'GET', path: '/Users/u1' };

const answerOf = (status: number, body: Json, headers: Record<string, string> = {}): ScimAnswer => ({
  status,
  headers: { 'content-type': 'application/scim+json; charset=utf-8', etag: 'W/"1"', ...headers },
  text: JSON.stringify(body),
  body,
});
const faults = (answer: ScimAnswer, request = get) => faultsOfAnswer(request, answer, { baseUrl: BASE });

describe('a right answer', () => {
  it.each([
    ['a user', answerOf(200, ana)],
    ['a created user', answerOf(201, ana, { location: `${BASE}/Users/u1` })],
    ['a list', answerOf(200, list)],
    ['an error', answerOf(404, error)],
    ['nothing', { status: 204, headers: {}, text: '', body: undefined }],
  ])('%s', (_what, answer) => {
    expect(faults(answer)).toEqual([]);
  });

  it('of a walk by cursor has nextCursor and no startIndex', () => {
    const { startIndex: _at, ...page } = list;
    const walk = answerOf(200, { ...page, nextCursor: 'abc' });
    expect(faults(walk, { method: 'GET', path: '/Users?cursor=' })).toEqual([]);
    expect(faults(walk)).not.toEqual([]);
  });
});

describe('a wrong answer is named', () => {
  const wrong: readonly (readonly [string, ScimAnswer])[] = [
    ['200 without a body', { status: 200, headers: {}, text: '', body: undefined }],
    ['204 with a body', answerOf(204, ana)],
    ['Content-Type is text/html', answerOf(200, ana, { 'content-type': 'text/html' })],
    ['an answer with a password', answerOf(200, { ...ana, emails: [{ value: 'a', password: 'x' }] })],
    ['User has colour, which no schema names', answerOf(200, { ...ana, colour: 'red' })],
    ['active is no boolean', answerOf(200, { ...ana, active: 'True' })],
    ['a resource without id', answerOf(200, { ...ana, id: '', meta: {} }, { etag: '' })],
    ['a resource without schemas', answerOf(200, { ...ana, schemas: [] })],
    ['emails has 2 primary values', answerOf(200, { ...ana, emails: [{ primary: true }, { primary: true }] })],
    [
      'meta.location is "/Users/u1"',
      answerOf(200, { ...ana, meta: { resourceType: 'User', location: '/Users/u1', version: 'W/"1"' } }),
    ],
    ['ETag W/"2" beside meta.version W/"1"', answerOf(200, ana, { etag: 'W/"2"' })],
    ['Location differs from meta.location', answerOf(200, ana, { location: BASE })],
    ['201 without Location', answerOf(201, ana)],
    ['totalResults is "1"', answerOf(200, { ...list, totalResults: '1' })],
    ['itemsPerPage is not the number of resources returned', answerOf(200, { ...list, itemsPerPage: 100 })],
    ['totalResults is smaller than the page', answerOf(200, { ...list, totalResults: 0 })],
    ['ListResponse has next', answerOf(200, { ...list, next: 2 })],
    ['Resources is no array', answerOf(200, { ...list, Resources: null })],
    ['an error without the Error URN', answerOf(404, { ...error, schemas: [] })],
    ['status member is 404', answerOf(404, { ...error, status: 404 })],
    ['an error without detail', answerOf(404, { ...error, detail: '' })],
    ['401 without WWW-Authenticate', answerOf(401, { ...error, status: '401' })],
    ['405 without Allow', answerOf(405, { ...error, status: '405' })],
    ['the server failed', answerOf(500, { ...error, status: '500' })],
  ];
  it.each(wrong)('%s', (fault, answer) => {
    expect(faults(answer)).toEqual([fault]);
  });

  it('accepts an attribute of a schema that the server has of its own', () => {
    const attributes = { User: new Set([...Object.keys(ana), 'colour']) };
    const answer = answerOf(200, { ...ana, colour: 'red' });
    expect(faultsOfAnswer(get, answer, { baseUrl: BASE, attributes })).toEqual([]);
  });
});
