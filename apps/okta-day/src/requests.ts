// The requests of Okta's SCIM client, byte for byte where it matters.
import type { ScimRequest } from './exchange.ts';
import type { Json, JsonObject } from './json.ts';

/** Core User schema. */
export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** Core Group schema. */
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Enterprise User extension. */
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Looop extension of the User. */
export const looopUrn = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
/** Message of a list. */
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
/** Message of an error. */
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';
const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The two lists that Okta reads. */
export type Endpoint = '/Users' | '/Groups';

/** Okta encodes more than encodeURIComponent does: an apostrophe arrives as %27. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Page size of Okta's imports. */
export const importPageSize = 100;

/** One page of a list. */
export const page = (endpoint: Endpoint, startIndex: number, count: number = importPageSize): ScimRequest => ({
  method: 'GET',
  path: `${endpoint}?startIndex=${startIndex}&count=${count}`,
});

/** The existence check before every first and every repeated provisioning. */
export const lookup = (endpoint: Endpoint, attribute: string, value: string): ScimRequest => ({
  method: 'GET',
  path: `${endpoint}?filter=${encoded(`${attribute} eq ${JSON.stringify(value)}`)}&startIndex=1&count=${importPageSize}`,
});

/** The same check as older Okta clients write it: a space is `+`, a plus sign is %2B. */
export const formEncodedLookup = (endpoint: Endpoint, attribute: string, value: string): ScimRequest => {
  const { path, method } = lookup(endpoint, attribute, value);
  return { method, path: path.replaceAll('%20', '+') };
};

/** Reads one resource. */
export const read = (endpoint: Endpoint, id: string): ScimRequest => ({
  method: 'GET',
  path: `${endpoint}/${encoded(id)}`,
});

/** Creates a resource. */
export const create = (endpoint: Endpoint, body: JsonObject): ScimRequest => ({ method: 'POST', path: endpoint, body });

/** Replaces a resource. */
export const replace = (endpoint: Endpoint, id: string, body: JsonObject): ScimRequest => ({
  method: 'PUT',
  path: `${endpoint}/${encoded(id)}`,
  body,
});

/** Changes a resource by PATCH operations. */
export const patch = (endpoint: Endpoint, id: string, operations: readonly Json[]): ScimRequest => ({
  method: 'PATCH',
  path: `${endpoint}/${encoded(id)}`,
  body: { schemas: [patchUrn], Operations: operations },
});

/** Removes a resource. */
export const remove = (endpoint: Endpoint, id: string): ScimRequest => ({
  method: 'DELETE',
  path: `${endpoint}/${encoded(id)}`,
});
