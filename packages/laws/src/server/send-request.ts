// How laws reach a server: base URL, token and connection are the caller's.

/** A request to a SCIM server. */
export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with the query, percent-encoded: `/Users?count=2`. */
  readonly path: string;
  /** Beside those that every request needs, such as `Authorization` and `Content-Type`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: unknown;
}

/** Its answer. */
export interface ServerAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The JSON of the body; undefined when there is none. */
  readonly body: unknown;
}

/** Sends a request; rejects when no answer arrives. */
export type SendRequest = (request: ServerRequest) => Promise<ServerAnswer>;
