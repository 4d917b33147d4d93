import type { Transport } from './exchange.ts';

/** The part of the Fetch API that is needed, so that any implementation of it does. */
export type FetchLike = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly redirect: 'manual';
    readonly body?: string | Uint8Array<ArrayBuffer>;
  },
) => Promise<{
  readonly status: number;
  readonly headers: { readonly forEach: (each: (value: string, name: string) => void) => void };
  readonly text: () => Promise<string>;
}>;

/** What the Fetch API writes itself, or refuses from a caller. */
const OF_FETCH = new Set(['accept-encoding', 'connection', 'content-length', 'host', 'transfer-encoding']);

/**
 * A transport over the Fetch API, such as `globalThis.fetch`. It follows no redirect. Fetch normalises URLs and writes some
 * headers itself, so that a case about raw spellings sends the normal one: use a transport of your own for these.
 */
export const fetchTransport =
  (fetch: FetchLike): Transport =>
  async ({ method, url, headers, body }) => {
    const kept = Object.entries(headers).filter(([name]) => !OF_FETCH.has(name));
    const response = await fetch(url, {
      method,
      headers: Object.fromEntries(kept),
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : Uint8Array.from(body) }),
    });
    const received: Record<string, string> = {};
    response.headers.forEach((value, name) => {
      received[name.toLowerCase()] = value;
    });
    return { status: response.status, headers: received, text: await response.text() };
  };
