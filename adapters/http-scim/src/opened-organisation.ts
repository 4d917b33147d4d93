// What the authentication hook found out, as the routes need it.
import type { FastifyRequest } from 'fastify';
import { EndpointNotFound } from '@looop-scim/scim';
import type { OpenedOrganisation } from './scim-plugin-options.ts';

/** What the token of a request opens. Fails: `EndpointNotFound` where none was sent, since nothing else is served to nobody. */
export const openedBy = (request: FastifyRequest): OpenedOrganisation => {
  if (request.scim === null) throw new EndpointNotFound({ path: request.url });
  return request.scim;
};
