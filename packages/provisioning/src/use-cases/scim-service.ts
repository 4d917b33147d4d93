// Everything that one organisation's SCIM endpoint can do. Adapters of any transport call this and nothing else.
import type { InteropPolicy, Locate, ResourceType } from '@looop-scim/scim';
import { makeLocate } from './answer.ts';
import { makeCreateResource } from './create-resource.ts';
import { makeDeleteResource } from './delete-resource.ts';
import type { ScimDependencies } from './dependencies.ts';
import { makeGetResource } from './get-resource.ts';
import { describeService, type ServiceDescription } from './describe-service.ts';
import { makeListResources, makeSearchAllTypes } from './list-resources.ts';
import { makePatchResource } from './patch-resource.ts';
import { makeReplaceResource } from './replace-resource.ts';
import { makeRunBulk } from './run-bulk.ts';

/** The use cases of one organisation. */
export interface ScimService {
  /** The resource type served at an endpoint such as `/Users`. */
  readonly resourceTypeAt: (endpoint: string) => ResourceType | undefined;
  /** The URI of a resource, whether it exists or not. */
  readonly locate: Locate;
  readonly description: ServiceDescription;
  /** How lenient the organisation is towards its clients. */
  readonly policy: InteropPolicy;
  readonly create: ReturnType<typeof makeCreateResource>;
  readonly get: ReturnType<typeof makeGetResource>;
  readonly list: ReturnType<typeof makeListResources>;
  readonly searchAllTypes: ReturnType<typeof makeSearchAllTypes>;
  readonly replace: ReturnType<typeof makeReplaceResource>;
  readonly patch: ReturnType<typeof makePatchResource>;
  readonly remove: ReturnType<typeof makeDeleteResource>;
  readonly runBulk: ReturnType<typeof makeRunBulk>;
}

/** Makes the use cases of one organisation. */
export const makeScimService = (deps: ScimDependencies): ScimService => {
  const byEndpoint = new Map(deps.registry.resourceTypes.map((type) => [type.definition.endpoint, type]));
  const resources = {
    resourceTypeAt: (endpoint: string) => byEndpoint.get(endpoint),
    create: makeCreateResource(deps),
    get: makeGetResource(deps),
    list: makeListResources(deps),
    searchAllTypes: makeSearchAllTypes(deps),
    replace: makeReplaceResource(deps),
    patch: makePatchResource(deps),
    remove: makeDeleteResource(deps),
  };
  return {
    ...resources,
    locate: makeLocate(deps),
    description: describeService(deps),
    policy: deps.policy,
    runBulk: makeRunBulk(resources, deps.baseUrl),
  };
};
