// What clients read before they start: computed once from the registry that requests are bound to, so that an organisation's
// own extension shows up by itself (RFC 7644 section 4).
import { representResourceType, representSchema, serviceProviderConfig } from '@looop-scim/scim/discovery';
import type { ServiceDescription } from '../ports/inbound/scim-service.ts';
import type { ScimDependencies } from './dependencies.ts';

/** Describes the service of an organisation. */
export const describeService = ({
  registry,
  policy,
  baseUrl,
}: Pick<ScimDependencies, 'registry' | 'policy' | 'baseUrl'>): ServiceDescription => ({
  serviceProviderConfig: serviceProviderConfig({ baseUrl, policy }),
  resourceTypes: new Map(
    registry.resourceTypes.map(({ name, definition }) => [name, representResourceType(definition, baseUrl)]),
  ),
  schemas: new Map(registry.schemas.map((schema) => [schema.id.toLowerCase(), representSchema(schema, baseUrl)])),
});
