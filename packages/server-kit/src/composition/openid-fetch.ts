// How identity providers of administrators are reached.
import type { OpenIdFetch } from '@looop-scim/openid';

/** Sends a request to an identity provider. */
export const openIdFetch: OpenIdFetch = (url, { body, ...options }) => fetch(url, { ...options, body: body ?? null });
