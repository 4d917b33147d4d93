// Which cases can be asked of a server: those that need nothing which it says it does not have, and nothing of Looop's own.
import { isObject, type CaseStep, type ConformanceCase, type Json } from '@looop-scim/conformance';
import type { Feature, ServerDescription } from './describe-server.ts';

const ENDPOINTS = ['/Users', '/Groups'];
/** Extensions that cases use and a server may lack. */
const EXTENSIONS = ['enterprise', 'Looop'].map((name) => `urn:ietf:params:scim:schemas:extension:${name}:2.0:User`);

const has = (value: Json | undefined, key: string): boolean =>
  isObject(value) && Object.keys(value).some((one) => one.toLowerCase() === key);

const needsOfStep = ({ request }: CaseStep): readonly Feature[] => {
  const { method, path, query, headers } = request;
  const asks = (name: string): boolean => has(query, name) || path.toLowerCase().includes(`${name}=`);
  return [
    ...(method.toUpperCase() === 'PATCH' ? (['patch'] as const) : []),
    ...(path.startsWith('/Bulk') ? (['bulk'] as const) : []),
    ...(asks('filter') ? (['filter'] as const) : []),
    ...(asks('sortby') ? (['sort'] as const) : []),
    ...(has(headers, 'if-match') || has(headers, 'if-none-match') ? (['etag'] as const) : []),
  ];
};

/** Whether an expectation is about the words of an error, which are a server's own. */
const isAboutWords = ({ response }: CaseStep): boolean =>
  [response.equals, response.contains, response.differs].some((places) =>
    Object.keys(places ?? {}).some((place) => place.endsWith('/detail')),
  ) || has(response.body, 'detail');

/** Why a case cannot be asked of a server; undefined when it can. */
export const whyNotAsked = (one: ConformanceCase, server: ServerDescription): string | undefined => {
  const { given, steps } = one;
  const paths = [...steps.map(({ request }) => request.path), ...(given.groups === undefined ? [] : ['/Groups'])];
  const endpoint = ENDPOINTS.find((name) => !server.endpoints.has(name) && paths.some((path) => path.startsWith(name)));
  if (endpoint !== undefined) return `it has no ${endpoint}`;
  const feature = steps.flatMap(needsOfStep).find((name) => !server.features.has(name));
  if (feature !== undefined) return `it does not support ${feature}`;
  const text = JSON.stringify([given, steps]).toLowerCase();
  const missing = EXTENSIONS.find((urn) => text.includes(urn.toLowerCase()) && !server.schemas.has(urn.toLowerCase()));
  if (missing !== undefined) return `it has no schema ${missing}`;
  return steps.some(isAboutWords) ? 'the case is about the words of an error' : undefined;
};
