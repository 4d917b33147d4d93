// Makes the use cases of one organisation: the implementation of the inbound port.
import * as Effect from 'effect/Effect';
import { parseSearchRequest } from '@looop-scim/scim/message';
import type { ScimService } from '../ports/inbound/scim-service.ts';
import { makeLocate } from './answer.ts';
import { makeCreateResource } from './create-resource.ts';
import { makeDeleteResource } from './delete-resource.ts';
import { setsOf, type ScimDependencies } from './dependencies.ts';
import { describeService } from './describe-service.ts';
import { makeGetResource } from './get-resource.ts';
import { makeListAllTypes, makeListResources } from './list-resources.ts';
import { makePatchResource } from './patch-resource.ts';
import { makeReplaceResource } from './replace-resource.ts';
import { makeRunBulk } from './run-bulk.ts';

const makeSearch =
  (deps: ScimDependencies, { list, listAllTypes }: Pick<ScimService, 'list' | 'listAllTypes'>): ScimService['search'] =>
  ({ type, body, caller }) =>
    Effect.flatMap(Effect.fromResult(parseSearchRequest(body, deps.policy)), (query) =>
      type === undefined ? listAllTypes({ query, caller }) : list({ type, query, caller }),
    );

/** Makes the use cases of one organisation. */
export const makeScimService = (given: ScimDependencies): ScimService => {
  const deps = { ...given, sets: setsOf(given) };
  const byEndpoint = new Map(deps.registry.resourceTypes.map((type) => [type.definition.endpoint, type]));
  const lists = { list: makeListResources(deps), listAllTypes: makeListAllTypes(deps) };
  const resources = {
    description: describeService(deps),
    resourceTypeAt: (endpoint: string) => byEndpoint.get(endpoint),
    create: makeCreateResource(deps),
    get: makeGetResource(deps),
    replace: makeReplaceResource(deps),
    patch: makePatchResource(deps),
    remove: makeDeleteResource(deps),
  };
  return {
    ...resources,
    ...lists,
    locate: makeLocate(deps),
    search: makeSearch(deps, lists),
    bulk: makeRunBulk(resources, deps),
  };
};
