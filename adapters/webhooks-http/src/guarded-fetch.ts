// `fetch` that cannot be turned inward, for whatever else talks to addresses that others have named.
import { Agent, fetch } from 'undici';
import type { Networks } from './allowed-address.ts';
import { guardedConnector, type LookUp } from './guarded-connector.ts';

/** How requests are sent. */
export interface GuardedFetchOptions {
  /** Networks beside the public internet that may be reached, also without TLS. */
  readonly networks: Networks;
  /** How long a connection may take, and how long an answer may pause, in milliseconds. */
  readonly timeoutMs: number;
  /** Most bytes of an answer. */
  readonly maxBytes: number;
  /** How names are looked up. Default: as the system does. */
  readonly lookUp?: LookUp;
}

/** A request. Redirections are not followed. */
interface GuardedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal?: AbortSignal;
}

/** Makes a `fetch` with connections of its own. An address that may not be reached makes it reject. */
export const makeGuardedFetch = ({ networks, timeoutMs, maxBytes, lookUp }: GuardedFetchOptions) => {
  const dispatcher = new Agent({
    connect: guardedConnector({ networks, timeoutMs, ...(lookUp !== undefined && { lookUp }) }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxBytes,
    // A process that ends does not wait for connections that nobody uses.
    keepAliveTimeout: 1000,
  });
  return async (url: string, { method, headers, body, signal }: GuardedRequest): Promise<Response> => {
    const answer = await fetch(url, {
      ...{ dispatcher, method, headers: { ...headers }, body: body ?? null, redirect: 'manual' },
      ...(signal !== undefined && { signal }),
    });
    // One that belongs to the globals of Node: the libraries that take it look at its class.
    return new Response(answer.status === 204 || answer.status === 304 ? null : await answer.arrayBuffer(), {
      status: answer.status,
      headers: [...answer.headers],
    });
  };
};
