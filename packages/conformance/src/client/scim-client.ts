// Requests as an identity provider makes them. Every answer can be held against what all SCIM clients rely on.
import { faultsOfAnswer, type AttributeTable } from '../answer/answer-faults.ts';
import { parseJson, type Json } from '../json.ts';
import type { ScimAnswer, ScimRequest, Transport, WireRequest } from './exchange.ts';

type Query = Readonly<Record<string, string | number>>;

/** Where requests go, and as whom. */
export interface ScimTarget {
  /** Without a slash at the end, such as `https://scim.example/scim/v2`. */
  readonly baseUrl: string;
  /** Bearer token of an organisation. */
  readonly token: string;
  readonly transport: Transport;
  /** Base of links in answers where it differs from the base URL. */
  readonly publicBaseUrl?: string;
  /** Attributes that the server may show; the default has the core schemas, Enterprise User and Looop's extension. */
  readonly attributes?: AttributeTable;
}

/** What an identity provider sends with every request, and with every body. */
export interface ClientProfile {
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
}

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

/** What Okta sends with every request (OKTA-1). */
const OKTA_PROFILE: ClientProfile = {
  headers: {
    Accept: 'application/scim+json',
    'Accept-Charset': 'utf-8',
    'User-Agent': 'Okta SCIM Client 1.0.0',
    'Accept-Encoding': 'gzip,deflate',
  },
  contentType: 'application/scim+json; charset=utf-8',
};

/** URN of a PATCH body. RFC 7644 section 3.5.2. */
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const withQuery = (path: string, query: Query | undefined): string => {
  if (query === undefined) return path;
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
};

const headersOf = (
  token: string,
  profile: ClientProfile,
  request: ScimRequest,
  hasBody: boolean,
): Record<string, string> => {
  const headers = new Map<string, string>();
  const set = (name: string, value: string | null): void => {
    headers.delete(name.toLowerCase());
    if (value !== null) headers.set(name.toLowerCase(), value);
  };
  set('Authorization', `Bearer ${token}`);
  for (const [name, value] of Object.entries(profile.headers)) set(name, value);
  if (hasBody) set('Content-Type', profile.contentType);
  for (const [name, value] of Object.entries(request.headers ?? {})) set(name, value);
  return Object.fromEntries(headers);
};

const wireRequestOf = (target: ScimTarget, profile: ClientProfile, request: ScimRequest): WireRequest => {
  const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  return {
    method: request.method,
    url: `${target.baseUrl}${withQuery(request.path, request.query)}`,
    headers: headersOf(target.token, profile, request, body !== undefined),
    ...(body !== undefined && { body }),
  };
};

const isJson = ({ headers, text }: Omit<ScimAnswer, 'body'>): boolean =>
  text !== '' && String(headers['content-type'] ?? '').includes('json');

/** Sends one request and reads its answer; rejects when no answer arrives, or one that says it is JSON and is not. */
export const exchange = async (
  target: ScimTarget,
  profile: ClientProfile,
  request: ScimRequest,
): Promise<ScimAnswer> => {
  const answer = await target.transport(wireRequestOf(target, profile, request));
  return { ...answer, body: isJson(answer) ? parseJson(answer.text) : undefined };
};

/** What is wrong with an answer of a target, whatever was asked; empty when nothing is. */
export const faultsOf = (target: ScimTarget, request: ScimRequest, answer: ScimAnswer): readonly string[] =>
  faultsOfAnswer(request, answer, {
    baseUrl: target.publicBaseUrl ?? target.baseUrl,
    ...(target.attributes !== undefined && { attributes: target.attributes }),
  });

/** Makes a client that rejects when an answer breaks what every SCIM client relies on. */
export const makeScimClient = (target: ScimTarget, profile: ClientProfile = OKTA_PROFILE): ScimClient => {
  const send = async (request: ScimRequest): Promise<ScimAnswer> => {
    const answer = await exchange(target, profile, request);
    const faults = faultsOf(target, request, answer);
    if (faults.length > 0) {
      throw new Error(
        `${request.method} ${request.path}: ${faults.join('; ')}\n${answer.status} ${answer.text.slice(0, 2000)}`,
      );
    }
    return answer;
  };
  return {
    baseUrl: target.baseUrl,
    send,
    get: (path, query) => send({ method: 'GET', path, ...(query !== undefined && { query }) }),
    post: (path, body) => send({ method: 'POST', path, body }),
    put: (path, body) => send({ method: 'PUT', path, body }),
    patch: (path, ...operations) =>
      send({ method: 'PATCH', path, body: { schemas: [PATCH_OP], Operations: [...operations] } }),
    delete: (path) => send({ method: 'DELETE', path }),
  };
};
