// A request as the suites send it, and its answer.
import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from './json.ts';

/** A request; `path` is appended to the base URL as it is. */
export interface ScimRequest {
  readonly method: string;
  readonly path: string;
  /** Appended to the path, percent-encoded. */
  readonly query?: Readonly<Record<string, string | number>>;
  /** null drops a header that the client would send. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: Json;
  /** Sent instead of `body`, unchanged. */
  readonly rawBody?: string | Buffer;
}

/** An answer; `body` is undefined when there is none. */
export interface ScimAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Json | undefined;
}
