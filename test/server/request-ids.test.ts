// The id of a request: on every answer, in its log line, in the texts of failures of the server. And what the log says of a
// refusal: why, without a word of what the client sent.
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ENTERPRISE_USER_SCHEMA, PATCH_OP, USER_SCHEMA } from '@looop-scim/scim/schema';
import { useServer } from '../support/server/use-server.ts';

const { client, server } = useServer();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

interface LogLine {
  readonly reqId?: string;
  readonly status?: number;
  readonly refusal?: { readonly kind: string; readonly scimType?: string; readonly detail: string };
}

const logLines = (): readonly LogLine[] =>
  server()
    .output()
    .stdout.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): LogLine => JSON.parse(line));

/** The log line of a request with its outcome. */
const lineOf = async (requestId: string): Promise<LogLine> => {
  const find = () => logLines().find(({ reqId, status }) => reqId === requestId && status !== undefined);
  await expect.poll(find).toBeDefined();
  return find() ?? {};
};

const fetchFrom = (path: string, init: RequestInit = {}) => {
  const { baseUrl, token } = server();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json', ...init.headers };
  return fetch(new URL(path, `${baseUrl}/`), { ...init, headers });
};

describe('every answer has X-Request-Id', () => {
  it.each([
    ['a list', '/scim/v2/Users', 'GET', 200],
    ['a path that nobody serves', '/scim/v2/nowhere', 'GET', 404],
    ['a path outside of the base URL', '/nowhere', 'GET', 404],
    ['another version', '/scim/v1/Users', 'GET', 400],
    ['a method that there is not', '/scim/v2/Users', 'DELETE', 405],
    ['a URL that cannot be decoded', '/scim/v2/Users/%ZZ', 'GET', 404],
    ['an id that is too long', `/scim/v2/Users/${'x'.repeat(600)}`, 'GET', 404],
    ['a feature that is not offered', '/scim/v2/Me', 'GET', 501],
  ])('%s: %s', async (_title, path, method, status) => {
    const answer = await fetchFrom(path, { method, headers: { 'x-request-id': 'the-id-of-the-client' } });
    expect(answer.status).toBe(status);
    const id = answer.headers.get('x-request-id') ?? '';
    expect(id).toMatch(UUID);
    expect(await lineOf(id)).toMatchObject({ status });
    const body = await answer.text();
    expect(body.includes(id), 'failures of the server name it').toBe(status >= 500);
  });

  it('a request without token', async () => {
    const answer = await fetch(`${server().baseUrl}/Users`);
    expect(answer.status).toBe(401);
    expect(await lineOf(answer.headers.get('x-request-id') ?? '')).toMatchObject({
      refusal: { kind: 'Unauthorized', detail: expect.stringContaining('has no token') },
    });
  });

  it('what is not HTTP', async () => {
    const { hostname, port } = new URL(server().baseUrl);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.on('error', reject).on('close', () => resolve(text));
      socket.end('ana@acme.example\r\n\r\n');
    });
    const [, id = ''] = answer.split('x-request-id: ');
    expect(await lineOf(id.slice(0, 36))).toMatchObject({ status: 400, refusal: { kind: 'InvalidSyntax' } });
  });
});

describe('the log of a refusal', () => {
  const SECRET = 'Zbigniew Kowalczyk';
  const SHORT = 'zbigniew@kowalczyk.example';
  const post = (body: object, headers?: Record<string, string>) =>
    fetchFrom('/scim/v2/Users', {
      method: 'POST',
      body: JSON.stringify({ schemas: [USER_SCHEMA], userName: SHORT, ...body }),
      ...(headers && { headers }),
    });
  const patch = (id: string, operation: object, headers?: Record<string, string>) =>
    fetchFrom(`/scim/v2/Users/${id}`, {
      method: 'PATCH',
      body: JSON.stringify({ schemas: [PATCH_OP], Operations: [operation] }),
      ...(headers && { headers }),
    });
  const find = (filter: string) => fetchFrom(`/scim/v2/Users?filter=${encodeURIComponent(filter)}`);

  it('says why, by kind, scimType and detail, and repeats no value', async () => {
    const { id }: { id: string } = JSON.parse(await (await post({})).text());
    const answers = [
      await post({}),
      await post({ active: SHORT }),
      await post({ x509Certificates: [{ value: SECRET }] }),
      await post({ userName: null, [SHORT]: SECRET }),
      await post({ password: [SECRET, SHORT] }),
      await patch(id, { op: 'replace', path: `emails[value eq "${SHORT}"`, value: SECRET }),
      await patch(id, { op: SECRET, path: 'title', value: SECRET }),
      await patch(id, { op: 'replace', path: `/${SHORT}`, value: SECRET }),
      await patch(id, { op: 'replace', path: 'active', value: SHORT }),
      await patch(id, { op: 'replace', path: 'active', value: false }, { 'if-match': SHORT }),
      await find(`userName eq ${SECRET}`),
      await find(`userName is "${SECRET}"`),
      await find(`${SHORT} eq "x"`),
      await find(`userNme eq "${SHORT}"`),
      await fetchFrom(`/scim/v2/Users?sortBy=${encodeURIComponent(SHORT)}`),
      await fetchFrom(`/scim/v2/Users?count=${encodeURIComponent(SHORT)}`),
      await fetchFrom('/scim/v2/Users', { method: 'POST', body: `{"userName": "${SHORT}" ${SECRET}` }),
      await fetchFrom('/scim/v2/Users', { method: 'POST', body: SHORT, headers: { 'content-type': SHORT } }),
      await post({ [ENTERPRISE_USER_SCHEMA]: SHORT }),
    ];
    for (const answer of answers) {
      const { detail }: { detail: string } = JSON.parse(await answer.text());
      expect(answer.status, detail).toBeGreaterThanOrEqual(400);
      const { refusal } = await lineOf(answer.headers.get('x-request-id') ?? '');
      expect(refusal?.kind, detail).toBeDefined();
      expect(refusal?.detail.slice(0, 8)).toBe(detail.slice(0, 8).replace(/".*/u, '"...'.slice(0, 8)));
    }
    const log = server().output().stdout.toLowerCase();
    for (const word of ['zbigniew', 'kowalczyk', 'hunter']) expect(log).not.toContain(word);
    expect(log).toContain('userNme'.toLowerCase());
    expect((await client().get(`/Users/${id}`)).status).toBe(200);
  });
});
