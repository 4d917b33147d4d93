// Everything that one organisation's SCIM endpoint can do. Adapters of any transport call this and nothing else.
import type { ResourceType } from '@looop-scim/scim';
import { makeCreateResource } from './create-resource.ts';
import { makeDeleteResource } from './delete-resource.ts';
import type { ScimDependencies } from './dependencies.ts';
import { makeGetResource } from './get-resource.ts';
import { makeListResources } from './list-resources.ts';
import { makePatchResource } from './patch-resource.ts';
import { makeReplaceResource } from './replace-resource.ts';

/** The use cases of one organisation. */
export interface ScimService {
  /** The resource type served at an endpoint such as `/Users`. */
  readonly resourceTypeAt: (endpoint: string) => ResourceType | undefined;
  readonly create: ReturnType<typeof makeCreateResource>;
  readonly get: ReturnType<typeof makeGetResource>;
  readonly list: ReturnType<typeof makeListResources>;
  readonly replace: ReturnType<typeof makeReplaceResource>;
  readonly patch: ReturnType<typeof makePatchResource>;
  readonly remove: ReturnType<typeof makeDeleteResource>;
}

/** Makes the use cases of one organisation. */
export const makeScimService = (deps: ScimDependencies): ScimService => {
  const byEndpoint = new Map(deps.registry.resourceTypes.map((type) => [type.definition.endpoint, type]));
  return {
    resourceTypeAt: (endpoint) => byEndpoint.get(endpoint),
    create: makeCreateResource(deps),
    get: makeGetResource(deps),
    list: makeListResources(deps),
    replace: makeReplaceResource(deps),
    patch: makePatchResource(deps),
    remove: makeDeleteResource(deps),
  };
};
