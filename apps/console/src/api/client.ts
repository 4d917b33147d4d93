// Requests to the API: JSON both ways, the organisation in a header, and the proof that a change comes from these pages.
import { text } from '../text/en.ts';
import { ApiProblem, problemOf } from './problem.ts';

const PREFIX = '/api/v1';

/** What a request may carry. */
export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly upload?: { readonly type: string; readonly content: Blob };
  /** The organisation that the request is for. */
  readonly organisation?: string;
  /** The version that a change replaces. */
  readonly ifMatch?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
}

/** An answer with the version of what it shows. */
export interface Versioned<Body> {
  readonly body: Body;
  readonly etag: string;
}

let proof = '';

/** Keeps the proof of the session that began. */
export const keepProof = (csrfToken: string): void => {
  proof = csrfToken;
};

const urlOf = (path: string, query: Request['query'] = {}): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const search = parameters.toString();
  return `${PREFIX}${path}${search === '' ? '' : `?${search}`}`;
};

const headersOf = ({ method = 'GET', body, upload, organisation, ifMatch }: Request): Record<string, string> => ({
  accept: 'application/json',
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(upload !== undefined && { 'content-type': upload.type }),
  ...(organisation !== undefined && { 'looop-organisation': organisation }),
  ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  ...(method !== 'GET' && proof !== '' && { 'x-csrf-token': proof }),
});

const send = async (path: string, request: Request): Promise<Response> => {
  const { method = 'GET', body, upload, query, signal } = request;
  const response = await fetch(urlOf(path, query), {
    method,
    headers: headersOf(request),
    credentials: 'same-origin',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(upload !== undefined && { body: upload.content }),
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ApiProblem({
      status: 0,
      code: 'unreachable',
      detail: text.errors.unreachable,
      errors: [],
      requestId: '',
    });
  });
  if (!response.ok) throw await problemOf(response, text.errors.odd(response.status));
  return response;
};

/** Sends a request. Fails: `ApiProblem`. */
export const api = async <Body>(path: string, request: Request = {}): Promise<Body> =>
  (await (await send(path, request)).json()) as Body;

/** Sends a request whose answer has a version. Fails: `ApiProblem`. */
export const apiVersioned = async <Body>(path: string, request: Request = {}): Promise<Versioned<Body>> => {
  const response = await send(path, request);
  return { body: (await response.json()) as Body, etag: response.headers.get('etag') ?? '' };
};
