// The program as a process, against a server that is right, one that is strict, and ones that are no SCIM servers.
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMemoryServer } from '../../../test/support/server/memory-server.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program; it is interrupted as soon as it writes `until` to stderr. */
const check = (
  typed: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  until?: string,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=source', program, ...typed], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (until !== undefined && !child.killed && stderr.includes(until)) child.kill('SIGINT');
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });

/** Sends a request on to a server as it is. */
const passOn = async (request: IncomingMessage, base: string) => {
  const passed = ['authorization', 'content-type', 'if-match', 'if-none-match'];
  const sent = Object.entries(request.headers).flatMap(([name, value]) =>
    passed.includes(name) ? [[name, String(value)] as const] : [],
  );
  const body = await bodyText(request);
  const answer = await fetch(`${base}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: Object.fromEntries(sent),
    ...(body !== '' && { body }),
  });
  const shown = [...answer.headers].filter(([name]) => ['content-type', 'location', 'etag'].includes(name));
  return { status: answer.status, headers: Object.fromEntries(shown), text: await answer.text() };
};

/** Sends a request on and makes a success of a conflict. */
const turnConflicts = async (request: IncomingMessage, response: ServerResponse, base: string): Promise<void> => {
  const { status, headers, text } = await passOn(request, base);
  response.writeHead(status === 409 ? 200 : status, headers);
  response.end(text);
};

describe('scim-check', { timeout: 60_000 }, () => {
  let memory: Awaited<ReturnType<typeof buildMemoryServer>>;
  let baseUrl: string;
  const organisation = async (name: string, profile: 'interop' | 'strict' = 'interop'): Promise<string> => {
    await run(memory.administration.addOrganisation(name));
    await run(memory.administration.changeOrganisation(name, { profile }));
    return (await run(memory.administration.issueToken(name))).secret;
  };
  beforeAll(async () => {
    memory = await buildMemoryServer();
    await memory.server.listen({ host: '127.0.0.1', port: 0 });
    baseUrl = `http://127.0.0.1:${(memory.server.server.address() as AddressInfo).port}/scim/v2`;
  });
  afterAll(() => memory.server.close());

  it('finds nothing at a server that answers as the clients need, and leaves nothing behind', async () => {
    const token = await organisation('right');
    const { code, stdout, stderr } = await check(['--', '--url', `${baseUrl}/`, '--token', `Bearer ${token}`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Okta: \d+ played, 0 differ/mu);
    expect(stdout).toMatch(/^Left out, since the case is about the words of an error: \d+$/mu);
    expect(stdout).toMatch(/^All: \d{3} played, 0 differ, \d+ left out$/mu);
    expect(stdout).not.toContain(token);
    const users = await memory.server.inject({ url: '/scim/v2/Users', headers: { authorization: `Bearer ${token}` } });
    expect(users.json()).toMatchObject({ totalResults: 0 });
  });

  it('knows links by the base URL that the server says, as behind a proxy', async () => {
    const token = await organisation('proxied');
    const url = baseUrl.replace('127.0.0.1', 'localhost');
    const { code, stdout } = await check(['--url', url, '--token', token, '--only', 'ENTRA-5', '--only', 'OKTA-28']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^All: \d played, 0 differ$/mu)]);
    const users = await memory.server.inject({ url: '/scim/v2/Users', headers: { authorization: `Bearer ${token}` } });
    expect(users.json()).toMatchObject({ totalResults: 0 });
  });

  it('says what differs at one that takes the RFCs by the letter, with client and section', async () => {
    const token = await organisation('strict', 'strict');
    const { code, stdout } = await check(['--url', baseUrl, '--only', 'ENTRA-13'], { SCIM_CHECK_TOKEN: token });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ENTRA-13 .+ \(Microsoft Entra ID; .+\)$/mu);
    expect(stdout).toMatch(/^ {4}- status is 400, expected/mu);
    expect(stdout).toMatch(/^ {4}A right server: /mu);
    expect(stdout).toMatch(/^All: 1 played, 1 differ$/mu);
  });

  it('says the same as JSON', async () => {
    const token = await organisation('json', 'strict');
    const { code, stdout } = await check(['--url', baseUrl, '--token', token, '--only', 'okta', '--json']);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { readonly cases: readonly { readonly client: string }[] };
    expect(report).toMatchObject({ baseUrl });
    expect(new Set(report.cases.map(({ client }) => client))).toEqual(new Set(['okta']));
    expect(JSON.stringify(report)).not.toContain(token);
  });

  it('tries laws, with progress, and leaves nothing behind', async () => {
    const token = await organisation('lawful');
    const laws = ['--laws', '--runs', '3', '--seed', '7'];
    const { code, stdout, stderr } = await check([
      '--url',
      baseUrl,
      '--token',
      token,
      '--only',
      'OKTA-28',
      '--json',
      ...laws,
    ]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { readonly laws: { readonly laws: readonly unknown[] } };
    expect(report.laws).toMatchObject({ runs: 3, seed: 7, leftOut: [] });
    expect(report.laws.laws).toHaveLength(7);
    expect(stderr).toMatch(
      /^Law 7 of 7: the members of a group .+\n {2}1 of 3 cases\n {2}2 of 3 cases\n {2}3 of 3 cases$/mu,
    );
    const users = await memory.server.inject({ url: '/scim/v2/Users', headers: { authorization: `Bearer ${token}` } });
    expect(users.json()).toMatchObject({ totalResults: 0 });
  });

  it('shows a law that is broken as the requests that break it', async () => {
    const token = await organisation('lawless');
    // In front of the server stands something that turns each conflict into a success.
    const proxy = createServer((request, response) => void turnConflicts(request, response, baseUrl));
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const laws = ['--laws', '--runs', '5'];
    const { code, stdout, stderr } = await check(['--url', url, '--token', token, '--only', 'OKTA-28', ...laws]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Law 7 of 7')]);
    expect(stdout).toMatch(/^LAW a user name that another user has is refused with 409/mu);
    expect(stdout).toMatch(/^ {4}POST \/Users is answered 200, not 409$/mu);
    expect(stdout).toMatch(/^ {4}POST \/Users \{"schemas"/mu);
    expect(stdout).toMatch(/^Laws: 7 tried, 1 broken \(seed 1\)$/mu);
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('deletes what the case in hand has made when it is interrupted', async () => {
    const token = await organisation('interrupted');
    const laws = ['--laws', '--runs', '100000'];
    const typed = ['--url', baseUrl, '--token', token, '--only', 'OKTA-28', ...laws];
    const { code, stdout } = await check(typed, {}, 'Law 1 of 7');
    expect([code, stdout]).toEqual([130, expect.stringContaining('Laws: 0 tried, 0 broken')]);
    const users = await memory.server.inject({ url: '/scim/v2/Users', headers: { authorization: `Bearer ${token}` } });
    expect(users.json()).toMatchObject({ totalResults: 0 });
  });

  it('touches no organisation that has people in it', async () => {
    const token = await organisation('full');
    const headers = { authorization: `Bearer ${token}` };
    await memory.server.inject({ method: 'POST', url: '/scim/v2/Users', headers, payload: { userName: 'ana' } });
    const { code, stdout, stderr } = await check(['--url', baseUrl, '--token', token]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('The organisation of the token is not empty (users and groups: 1). Use one that is.\n');
  });

  it.each([
    [['--url', 'scim.example'], 'must be a base URL'],
    [['--url', 'https://scim.example/scim/v2?x=1'], 'must have no query'],
    [['--url', 'https://scim.example/scim/v2', '--token', 'a b'], 'The token has a space'],
    [['--url', 'https://scim.example/scim/v2', '--token', ''], 'The token is missing'],
    [
      ['--url', 'https://scim.example/scim/v2', '--token', 'x', '--only', 'oktaa'],
      '--only must be a client (okta, entra,',
    ],
    [['--url', 'https://scim.example/scim/v2', '--token', 'x', '--runs', '5'], 'use them with --laws'],
    [
      ['--url', 'https://scim.example/scim/v2', '--token', 'x', '--laws', '--runs', '0'],
      '--runs must be a whole number',
    ],
    [
      ['--url', 'https://scim.example/scim/v2', '--token', 'x', '--laws', '--seed', 'a'],
      '--seed must be a whole number',
    ],
    [['--token', 'x'], "required option '--url <url>' not specified"],
  ])('refuses %j in a line', async (typed, reason) => {
    const { code, stdout, stderr } = await check(typed);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(reason);
  });

  it('says so where no SCIM server answers, or the token opens nothing', async () => {
    expect((await check(['--url', baseUrl, '--token', 'nothing'])).stderr).toContain(
      'GET /ServiceProviderConfig is answered 401, not 200. Check the token.',
    );
    const web: Server = createServer((_request, response) => response.end('<html>'));
    await new Promise<void>((resolve) => void web.listen(0, '127.0.0.1', resolve));
    const other = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    const { code, stderr } = await check(['--url', other, '--token', 'x']);
    expect([code, stderr]).toEqual([
      2,
      'The answer to GET /ServiceProviderConfig is not JSON. Check that the URL is the SCIM base URL.\n',
    ]);
    await new Promise((resolve) => web.close(resolve));
    expect((await check(['--url', other, '--token', 'x'])).stderr).toContain(`No server answers at ${other}`);
  });
});
