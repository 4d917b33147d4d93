// The runner against a server of a few lines that does what a test tells it: what it sends, and what it says of a failure.
import { describe, expect, it } from 'vitest';
import {
  describeFailure,
  fetchTransport,
  readCase,
  runCase,
  type ConformanceCase,
  type FetchLike,
  type JsonObject,
  type Transport,
  type WireRequest,
} from '@looop-scim/conformance';

const BASE = 'https://scim.example/scim/v2';
const profile = { headers: { Accept: 'application/scim+json' }, contentType: 'application/scim+json' };
const headers = { 'content-type': 'application/scim+json; charset=utf-8' };

/** Creates whatever is posted, and answers everything else with 404. */
const smallServer = () => {
  const requests: WireRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    if (request.method === 'DELETE') return { status: 204, headers: {}, text: '' };
    if (request.method !== 'POST') {
      const error = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404', detail: 'Not here.' };
      return { status: 404, headers, text: JSON.stringify(error) };
    }
    const id = `id${requests.length}`;
    const location = `${request.url}/${id}`;
    const sent: JsonObject = JSON.parse(String(request.body));
    const text = JSON.stringify({ ...sent, id, meta: { resourceType: 'User', location } });
    return { status: 201, headers: { ...headers, location }, text };
  };
  return { requests, target: { baseUrl: BASE, token: 'secret', transport } };
};

const caseWith = (...steps: readonly JsonObject[]): ConformanceCase =>
  readCase('OKTA-1-x.json', {
    id: 'OKTA-1',
    title: 'x',
    app: 'any',
    source: 'OKTA-1',
    given: { users: { ana: { userName: 'ana' } } },
    steps,
  });

describe('the runner of cases', () => {
  const step = { request: { method: 'GET', path: '/Users/{{ana.id}}' }, response: { status: 404 } };

  it('creates what is given, sends the steps as they are, and deletes what was made', async () => {
    const { requests, target } = smallServer();
    const raw = { request: { method: 'GET', path: '//Users?filter=id eq "{{ana.id}}"&' }, response: { status: 404 } };
    expect(await runCase(caseWith(step, raw), profile, target)).toBeUndefined();
    expect(requests.map(({ method, url }) => `${method} ${url.slice(BASE.length)}`)).toEqual([
      'POST /Users',
      'GET /Users/id1',
      'GET //Users?filter=id eq "id1"&',
      'DELETE /Users/id1',
    ]);
    expect(requests[0]?.headers).toEqual({
      authorization: 'Bearer secret',
      accept: 'application/scim+json',
      'content-type': 'application/scim+json',
    });
  });

  it('leaves what was made where it is told so', async () => {
    const { requests, target } = smallServer();
    await runCase(caseWith(step), profile, target, { cleanUp: false });
    expect(requests.some(({ method }) => method === 'DELETE')).toBe(false);
  });

  it('says which step failed and why, and cleans up all the same', async () => {
    const { requests, target } = smallServer();
    const wrong = { ...step, note: 'again', response: { status: 200, body: { id: 'id1' } } };
    const failure = await runCase(caseWith(step, wrong), profile, target);
    expect(failure).toMatchObject({ step: 'step 2 (again): GET /Users/{{ana.id}}', answer: { status: 404 } });
    expect(failure && describeFailure(failure)).toContain('- status is 404, expected 200\n');
    expect(requests.at(-1)?.method).toBe('DELETE');
  });

  it('says that no answer came', async () => {
    const transport: Transport = () => Promise.reject(new Error('no route'));
    const failure = await runCase(caseWith(step), profile, { baseUrl: BASE, token: 'secret', transport });
    expect(failure).toEqual({ step: 'given ana', faults: ['no answer: Error: no route'] });
  });
});

describe('the transport over fetch', () => {
  it('sends what fetch lets a caller send, and reads headers by lower-case name', async () => {
    const sent: unknown[] = [];
    const fetch: FetchLike = (url, init) => {
      sent.push([url, init]);
      return Promise.resolve({ status: 200, headers: new Headers({ ETag: 'W/"1"' }), text: async () => 'x' });
    };
    const request = {
      method: 'POST',
      url: `${BASE}/Users`,
      headers: { accept: '*/*', 'transfer-encoding': 'chunked' },
      body: '{}',
    };
    expect(await fetchTransport(fetch)(request)).toEqual({ status: 200, headers: { etag: 'W/"1"' }, text: 'x' });
    expect(sent).toEqual([
      [`${BASE}/Users`, { method: 'POST', headers: { accept: '*/*' }, redirect: 'manual', body: '{}' }],
    ]);
  });
});
