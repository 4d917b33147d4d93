import { describe, expect, it } from 'vitest';
import { allCases, readCase, type Json } from '@looop-scim/conformance';
import { FEATURES, type ServerDescription } from '../src/describe-server.ts';
import { whyNotAsked } from '../src/select-cases.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const small: ServerDescription = {
  features: new Set(),
  endpoints: new Set(['/Users']),
  schemas: new Set(),
  attributes: {},
};
const whole: ServerDescription = {
  features: new Set(FEATURES),
  endpoints: new Set(['/Users', '/Groups']),
  schemas: new Set([ENTERPRISE.toLowerCase(), 'urn:ietf:params:scim:schemas:extension:looop:2.0:user']),
  attributes: {},
};

const caseOf = (request: Json, response: Json = { status: 200 }) =>
  readCase('OKTA-1-x.json', { id: 'OKTA-1', title: 'x', app: 'any', source: 'x', steps: [{ request, response }] });

const get = { method: 'GET', path: '/Users' };

describe('what a server is not asked', () => {
  it.each<readonly [string, Json, string]>([
    ['a resource type that it lacks', { method: 'GET', path: '/Groups/x' }, 'it has no /Groups'],
    ['PATCH', { method: 'PATCH', path: '/Users/x', body: {} }, 'it does not support patch'],
    ['bulk requests', { method: 'POST', path: '/Bulk', body: {} }, 'it does not support bulk'],
    ['filters', { ...get, query: { filter: 'userName pr' } }, 'it does not support filter'],
    ['filters in a raw path', { method: 'GET', path: '/Users?FILTER=userName%20pr' }, 'it does not support filter'],
    ['sorting', { ...get, query: { sortBy: 'userName' } }, 'it does not support sort'],
    ['entity tags', { ...get, headers: { 'If-Match': 'W/"1"' } }, 'it does not support etag'],
    ['an extension', { method: 'POST', path: '/Users', body: { [ENTERPRISE]: {} } }, `it has no schema ${ENTERPRISE}`],
  ])('%s', (_what, request, reason) => {
    expect(whyNotAsked(caseOf(request), small)).toBe(reason);
    expect(whyNotAsked(caseOf(request), whole)).toBeUndefined();
  });

  it('the words of its errors', () => {
    for (const response of [
      { status: 404, contains: { '/detail': 'x' } },
      { status: 404, body: { detail: 'x' } },
    ]) {
      expect(whyNotAsked(caseOf(get, response), whole)).toBe('the case is about the words of an error');
    }
  });
});

describe('what it is asked', () => {
  it('is most of the cases where it has everything, and some where it has nearly nothing', () => {
    const asked = (server: ServerDescription) =>
      allCases.flatMap(({ cases }) => cases).filter((one) => whyNotAsked(one, server) === undefined).length;
    const all = allCases.flatMap(({ cases }) => cases).length;
    expect(asked(whole) / all).toBeGreaterThan(0.9);
    expect(asked(small)).toBeGreaterThan(10);
    expect(asked(small)).toBeLessThan(asked(whole) / 2);
  });
});
