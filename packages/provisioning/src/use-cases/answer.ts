// From a stored resource to the answer that a request gets: representation, projection, location.
import * as Effect from 'effect/Effect';
import { bindProjection, isProjected, project, represent, type Locate, type Projection } from '@looop-scim/scim/answer';
import type { Complex, IgnoredAttribute, Resource } from '@looop-scim/scim/attribute';
import type { InvalidValue } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ProjectionRequest, ResourceAnswer } from '../ports/inbound/requests.ts';
import type { ScimDependencies } from './dependencies.ts';

/** An answer with its body. */
export type ShownResource = ResourceAnswer & Required<Pick<ResourceAnswer, 'representation'>>;

/** Makes URIs of resources below a base URL: `locate('User', id)`. RFC 7643 section 3.1, meta.location. */
export const makeLocate = ({ registry, baseUrl }: Pick<ScimDependencies, 'registry' | 'baseUrl'>): Locate => {
  const bases = new Map(registry.resourceTypes.map((type) => [type.name, `${baseUrl}${type.definition.endpoint}/`]));
  return (resourceType, id) => `${bases.get(resourceType) ?? `${baseUrl}/`}${id}`;
};

/** Binds the projection of a request. Fails: `InvalidValue` when both parameters are given, or one that cannot be read. */
export const projectionOf = (
  { policy }: Pick<ScimDependencies, 'policy'>,
  type: ResourceType,
  request: ProjectionRequest,
): Effect.Effect<Projection, InvalidValue> => Effect.fromResult(bindProjection(type, request, policy));

/** What a write left out, names of its projection that cannot be read among it. */
export const allIgnored = (
  ignored: readonly IgnoredAttribute[],
  { unreadable = [] }: Projection,
): readonly IgnoredAttribute[] => [
  ...ignored,
  ...unreadable.map((attribute): IgnoredAttribute => ({ attribute, reason: 'unreadable' })),
];

/** Whether the answer shows the memberships, so that they have to be read. */
export const showsMemberships = (type: ResourceType, projection: Projection): boolean =>
  type.membership !== undefined && isProjected(projection, type.membership);

/** Makes what answers show of a resource. */
export const makeAnswer = (deps: Pick<ScimDependencies, 'registry' | 'baseUrl'>) => {
  const locate = makeLocate(deps);
  const representationOf = (type: ResourceType, resource: Resource): Complex => represent(type, resource, locate);
  return {
    /** The whole representation, before any projection. */
    representationOf,
    /** The answer that shows a resource as the projection asks. */
    answerOf: (type: ResourceType, resource: Resource, projection: Projection): ShownResource => ({
      id: resource.id,
      location: locate(type.name, resource.id),
      version: resource.version,
      representation: project(type, representationOf(type, resource), projection),
    }),
  };
};
