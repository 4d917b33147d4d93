// What the pages ask of the organisation's own attributes.
import { queryOptions } from '@tanstack/react-query';
import type { AttributeRequest, OwnAttributes } from '@looop-scim/http-api/contract';
import { api, apiVersioned } from './client.ts';

/** All attributes, with the version that a change replaces. */
export const attributesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'attributes'],
    queryFn: ({ signal }) => apiVersioned<OwnAttributes>('/schema/attributes', { organisation, signal }),
  });

/** A change of the definitions of an organisation, on top of the version that was seen. */
interface Change {
  readonly organisation: string;
  readonly ifMatch: string;
}

const pathOf = (path: string): string => `/schema/attributes/${encodeURIComponent(path)}`;

export const addAttribute = (change: Change, body: AttributeRequest): Promise<unknown> =>
  api('/schema/attributes', { method: 'POST', ...change, body });

export const removeAttribute = (change: Change, path: string): Promise<unknown> =>
  api(pathOf(path), { method: 'DELETE', ...change });

export const purgeAttribute = (change: Change, path: string): Promise<unknown> =>
  api(`${pathOf(path)}/purge`, { method: 'POST', ...change });
