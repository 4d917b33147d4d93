// How identity providers of administrators are reached: those of the public internet over TLS, and those in networks that the operator
// has named. Whoever administers an organisation names the address; it must not lead to the server's neighbours.
import type { OpenIdFetch } from '@looop-scim/openid';
import { makeGuardedFetch, type Networks } from '@looop-scim/webhooks-http';

const TIMEOUT_MS = 10_000;
/** Discovery documents, keys and tokens are some kilobytes. */
const MAX_BYTES = 1_048_576;

const textOf = (body: Parameters<OpenIdFetch>[1]['body']): string | undefined => {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new TypeError('requests to identity providers are texts');
};

/** Makes the way to identity providers. */
export const makeOpenIdFetch = (networks: Networks): OpenIdFetch => {
  const guarded = makeGuardedFetch({ networks, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  return (url, { method, headers, body, signal }) =>
    guarded(url, { method, headers, body: textOf(body), ...(signal !== undefined && { signal }) });
};
