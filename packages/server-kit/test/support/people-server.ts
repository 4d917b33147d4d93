// A whole server on a storage in memory with two organisations, and browsers of people who have signed in to it.
import { Effect } from 'effect';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { makePasswordHasher } from '@looop-scim/crypto-node';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import type { Storage } from '@looop-scim/provisioning/ports';
import { composeServer, type ServerParts } from '../../src/composition/compose-server.ts';
import { buildServer } from '../../src/http/server.ts';

export const ORIGIN = 'https://scim.example';
export const PASSWORD = 'correct horse battery';

const run = <Answer, Failure>(effect: Effect.Effect<Answer, Failure>): Promise<Answer> => Effect.runPromise(effect);

/** An answer, as tests look at it. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: readonly Readonly<Record<string, unknown>>[];
}

interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Sends a request to the API. */
const ask = async (server: FastifyInstance, method: Method, path: string, asked: Asked): Promise<Answered> => {
  const { body, headers = {}, remoteAddress } = asked;
  const options: InjectOptions = {
    method,
    url: `/api/v1${path}`,
    headers: { host: 'scim.example', ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(remoteAddress !== undefined && { remoteAddress }),
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  };
  const answer = await server.inject(options);
  const text = answer.body;
  return {
    status: answer.statusCode,
    body: text === '' ? {} : answer.json<Record<string, unknown>>(),
    headers: answer.headers,
    cookies: answer.cookies.map((cookie) => ({ ...cookie })),
  };
};

/** A browser: it keeps cookies and the proof, and names an organisation. */
export interface Browser {
  readonly send: (method: Method, path: string, asked?: Asked) => Promise<Answered>;
  readonly cookie: () => string | undefined;
  readonly proof: () => string | undefined;
  /** The header Cookie. */
  readonly cookies: () => string;
  /** Takes cookies of an answer. */
  readonly keep: (cookies: readonly Readonly<Record<string, unknown>>[]) => void;
}

export interface BrowserOptions {
  readonly organisation?: string;
  readonly remoteAddress?: string;
}

export const makeBrowser = (server: FastifyInstance, { organisation, remoteAddress }: BrowserOptions = {}): Browser => {
  const jar = new Map<string, string>();
  let proof: string | undefined;
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep: Browser['keep'] = (sent) => {
    for (const { name, value } of sent) {
      if (value === '') jar.delete(String(name));
      else jar.set(String(name), String(value));
    }
  };
  const send: Browser['send'] = async (method, path, asked = {}) => {
    const headers = {
      ...(jar.size > 0 && { cookie: cookies() }),
      ...(method !== 'GET' && { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }),
      ...(method !== 'GET' && proof !== undefined && { 'x-csrf-token': proof }),
      ...(organisation !== undefined && { 'looop-organisation': organisation }),
      ...asked.headers,
    };
    const address = asked.remoteAddress ?? remoteAddress;
    const answer = await ask(server, method, path, { ...asked, headers, ...(address && { remoteAddress: address }) });
    keep(answer.cookies);
    if (typeof answer.body['csrfToken'] === 'string') proof = answer.body['csrfToken'];
    return answer;
  };
  return { send, cookie: () => jar.get('__Host-looop_session'), proof: () => proof, cookies, keep };
};

/** Opens the server. */
export const openPeopleServer = async (parts: Partial<ServerParts> = {}) => {
  const storage: Storage = parts.storage ?? (await run(openMemoryStorage({ registry: standardRegistry })));
  const composed = composeServer({
    storage,
    installationSecret: 'secret',
    baseUrl: () => `${ORIGIN}/scim/v2`,
    hasher: makePasswordHasher({ cost: { memory: 8, passes: 1 } }),
    people: { support: 'help@looop.example', auditDays: 365, identityProviderNetworks: [] },
    ...parts,
  });
  const { server } = buildServer({
    composed,
    storage,
    logLevel: 'silent',
    connections: { stalledMs: 30_000, maxUnreadBytes: 1_048_576 },
  });
  const { administration, accounts, keys, peopleGate } = composed;
  const [acme, globex] = [
    await run(administration.addOrganisation('acme')),
    await run(administration.addOrganisation('globex')),
  ];

  /** A browser in which a link was used. */
  const withLink = async (link: string, options: BrowserOptions): Promise<Browser> => {
    const browser = makeBrowser(server, options);
    const { status, body } = await browser.send('POST', '/links/use', {
      body: { link, password: PASSWORD, name: 'Somebody' },
    });
    if (status !== 200) throw new Error(`the link was refused: ${JSON.stringify(body)}`);
    return browser;
  };
  const invite = async (organisation: typeof acme, email: string, role: 'viewer' | 'administrator') =>
    (await run(peopleGate.people.teamOf(organisation.id).invite({ email, role, by: 'a test' }))).link;
  const addOperator = async (email: string) => (await run(accounts.add({ email, isOperator: true }))).link;

  /** Creates a user as an identity provider does. */
  const user = async (organisation: string, userName: string): Promise<void> => {
    const { secret } = await run(administration.issueToken(organisation));
    await server.inject({
      method: 'POST',
      url: '/scim/v2/Users',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' },
      payload: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName }),
    });
  };

  return {
    user,
    server,
    storage,
    composed,
    acme,
    globex,
    withLink,
    invite,
    addOperator,
    stranger: () => makeBrowser(server),
    browserOf: async (organisation: typeof acme, email: string, role: 'viewer' | 'administrator') =>
      withLink(await invite(organisation, email, role), { organisation: organisation.name }),
    operator: async (email = 'op@looop.example') => withLink(await addOperator(email), { organisation: 'acme' }),
    token: async (name: string) => (await run(administration.issueToken(name, { label: 'Okta' }))).secret,
    key: async (name: string, scopes: readonly ('read' | 'write' | 'webhooks')[]) =>
      (await run(keys.issueKey(name, { scopes }))).secret,
  };
};

export type PeopleServer = Awaited<ReturnType<typeof openPeopleServer>>;
