// From a stored resource to the answer that a request gets: representation, projection, location.
import * as Effect from 'effect/Effect';
import {
  bindProjection,
  isProjected,
  project,
  represent,
  type Complex,
  type InvalidValue,
  type Locate,
  type Projection,
  type Resource,
  type ResourceType,
} from '@looop-scim/scim';
import type { ProjectionRequest, ResourceAnswer, ScimDependencies } from './dependencies.ts';

/** An answer with its body. */
export type ShownResource = ResourceAnswer & Required<Pick<ResourceAnswer, 'representation'>>;

/** Makes URIs of resources below a base URL: `locate('User', id)`. RFC 7643 section 3.1, meta.location. */
export const makeLocate = ({ registry, baseUrl }: Pick<ScimDependencies, 'registry' | 'baseUrl'>): Locate => {
  const bases = new Map(registry.resourceTypes.map((type) => [type.name, `${baseUrl}${type.definition.endpoint}/`]));
  return (resourceType, id) => `${bases.get(resourceType) ?? `${baseUrl}/`}${id}`;
};

/** Binds the projection of a request. Fails: `InvalidValue` when both parameters are given. */
export const projectionOf = (type: ResourceType, request: ProjectionRequest): Effect.Effect<Projection, InvalidValue> =>
  Effect.fromResult(bindProjection(type, request));

/** Whether the answer shows the memberships, so that they have to be read. */
export const showsMemberships = (type: ResourceType, projection: Projection): boolean =>
  type.membership !== undefined && isProjected(projection, type.membership);

/** Makes the answer that shows a resource; `whole` is its representation before the projection. */
export const makeAnswer = (deps: ScimDependencies) => {
  const locate = makeLocate(deps);
  const whole = (type: ResourceType, resource: Resource): Complex => represent(type, resource, locate);
  const answer = (type: ResourceType, resource: Resource, projection: Projection): ShownResource => ({
    id: resource.id,
    location: locate(type.name, resource.id),
    version: resource.version,
    representation: project(type, whole(type, resource), projection),
  });
  return Object.assign(answer, { whole });
};
