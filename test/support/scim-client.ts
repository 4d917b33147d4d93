// A small HTTP client on node:http, because fetch would rewrite paths and headers that identity providers send as they are.
// Every answer is held against what all SCIM clients rely on (answer-faults.ts) before a test sees it.
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { faultsOfAnswer } from './answer-faults.ts';
import { parseJson, type Json } from './json.ts';
import type { ScimAnswer, ScimRequest } from './scim-exchange.ts';

export type { ScimAnswer, ScimRequest } from './scim-exchange.ts';

type Query = Readonly<Record<string, string | number>>;

/** Requests as one caller. */
export interface ScimClient {
  readonly baseUrl: string;
  readonly send: (request: ScimRequest) => Promise<ScimAnswer>;
  readonly get: (path: string, query?: Query) => Promise<ScimAnswer>;
  readonly post: (path: string, body: Json) => Promise<ScimAnswer>;
  readonly put: (path: string, body: Json) => Promise<ScimAnswer>;
  readonly patch: (path: string, ...operations: readonly Json[]) => Promise<ScimAnswer>;
  readonly delete: (path: string) => Promise<ScimAnswer>;
}

export interface ClientOptions {
  readonly baseUrl: string;
  readonly token: string;
  /** Base of links in answers where it differs from the base URL. */
  readonly publicBaseUrl?: string;
  /** Headers of every request; the defaults are those of Okta. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Content-Type of requests with a body. */
  readonly contentType?: string;
}

/** Headers that Okta sends with every request (OKTA-1). */
const OKTA_HEADERS: Readonly<Record<string, string>> = {
  Accept: 'application/scim+json',
  'Accept-Charset': 'utf-8',
  'User-Agent': 'Okta SCIM Client 1.0.0',
  'Accept-Encoding': 'gzip,deflate',
};

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const agent = new Agent({ keepAlive: true });

const withQuery = (path: string, query: Query | undefined): string => {
  if (query === undefined) return path;
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
};

const bodyOf = ({ body, rawBody }: ScimRequest): Buffer | undefined => {
  if (rawBody !== undefined) return Buffer.from(rawBody);
  return body === undefined ? undefined : Buffer.from(JSON.stringify(body));
};

const readAnswer = async (response: IncomingMessage): Promise<ScimAnswer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk as Uint8Array));
  const bytes = Buffer.concat(chunks);
  const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
  const isJson = text !== '' && (response.headers['content-type'] ?? '').includes('json');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    body: isJson ? parseJson(text) : undefined,
  };
};

const headersOf = (options: ClientOptions, request: ScimRequest, body: Buffer | undefined): Record<string, string> => {
  const headers = new Map<string, string>();
  const set = (name: string, value: string | null): void => {
    headers.delete(name.toLowerCase());
    if (value !== null) headers.set(name.toLowerCase(), value);
  };
  set('Authorization', `Bearer ${options.token}`);
  for (const [name, value] of Object.entries(options.headers ?? OKTA_HEADERS)) set(name, value);
  if (body !== undefined) {
    set('Content-Type', options.contentType ?? 'application/scim+json; charset=utf-8');
    if (request.headers?.['Transfer-Encoding'] === undefined) set('Content-Length', String(body.length));
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) set(name, value);
  return Object.fromEntries(headers);
};

/** Sends one request and reads its answer; rejects when the connection fails before an answer arrives. */
const exchange = (options: ClientOptions, request: ScimRequest): Promise<ScimAnswer> => {
  const url = new URL(options.baseUrl);
  const body = bodyOf(request);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      agent,
      host: url.hostname,
      port: url.port,
      method: request.method,
      path: `${url.pathname}${withQuery(request.path, request.query)}`,
      headers: headersOf(options, request, body),
    });
    let answered = false;
    outgoing.on('response', (response) => {
      answered = true;
      readAnswer(response).then(resolve, reject);
    });
    // After an early refusal (413) the rest of the body may meet a closed socket: the answer counts, not that.
    outgoing.on('error', (error) => {
      if (!answered) reject(error);
    });
    outgoing.end(body);
  });
};

/** Makes a client that throws when an answer breaks what every SCIM client relies on. */
export const makeScimClient = (options: ClientOptions): ScimClient => {
  const send = async (request: ScimRequest): Promise<ScimAnswer> => {
    const answer = await exchange(options, request);
    const faults = faultsOfAnswer(request, answer, options.publicBaseUrl ?? options.baseUrl);
    if (faults.length > 0) {
      throw new Error(
        `${request.method} ${request.path}: ${faults.join('; ')}\n${answer.status} ${answer.text.slice(0, 2000)}`,
      );
    }
    return answer;
  };
  return {
    baseUrl: options.baseUrl,
    send,
    get: (path, query) => send({ method: 'GET', path, ...(query !== undefined && { query }) }),
    post: (path, body) => send({ method: 'POST', path, body }),
    put: (path, body) => send({ method: 'PUT', path, body }),
    patch: (path, ...operations) =>
      send({ method: 'PATCH', path, body: { schemas: [PATCH_OP], Operations: [...operations] } }),
    delete: (path) => send({ method: 'DELETE', path }),
  };
};
