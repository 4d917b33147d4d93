// A request to a SCIM server, its answer, and what carries both.
import type { Json } from '../json.ts';

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
  readonly rawBody?: string | Uint8Array;
}

/** Headers of an answer by lower-case name. */
export interface AnswerHeaders {
  readonly allow?: string | undefined;
  readonly etag?: string | undefined;
  readonly location?: string | undefined;
  readonly [name: string]: string | readonly string[] | undefined;
}

/** An answer; `body` is undefined when there is none, or none that is JSON. */
export interface ScimAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly text: string;
  readonly body: Json | undefined;
}

/** A request as a transport sends it: all is decided, nothing is to be added. */
export interface WireRequest {
  readonly method: string;
  /** Absolute. Not normalised: identity providers send raw quotes and double slashes, and a case may depend on them. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends a request and reads the whole answer, decompressed. Rejects when no answer arrives. */
export type Transport = (request: WireRequest) => Promise<Omit<ScimAnswer, 'body'>>;
