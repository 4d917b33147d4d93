import type { Json } from './json.ts';

/** A request as a step asks for it; the client adds base URL, token and the headers that Okta sends. */
export interface ScimRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with its query already encoded: `/Users?startIndex=1&count=2`. */
  readonly path: string;
  readonly body?: Json;
  /** Replaces the token, for the step that tries a wrong one. */
  readonly token?: string;
}

/** A request with what came back. */
export interface Exchange {
  readonly request: ScimRequest;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** The body as JSON; `undefined` when it is empty or no JSON. */
  readonly json: Json | undefined;
  readonly milliseconds: number;
}

/** The request line as a person reads it: percent-encoding undone, long queries shortened. */
export const readableRequest = (request: ScimRequest, limit = 110): string => {
  const path = readablePath(request.path);
  return `${request.method} ${path.length <= limit ? path : `${path.slice(0, limit - 1)}…`}`;
};

const readablePath = (path: string): string => {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
};
