// From a stored resource to its full representation; what of it is answered is for the projection to say.
import type { Complex, Value } from '../attribute/value.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { entityTag } from '../attribute/entity-tag.ts';
import type { MembershipReference, Resource } from '../attribute/resource.ts';

/** The absolute URI of a resource, from the name of its type and its id. RFC 7643 section 3.1, meta.location. */
export type Locate = (resourceType: string, id: string) => string;

const representMember = ({ id, resourceType, display }: MembershipReference, locate: Locate): Complex => ({
  value: id,
  $ref: locate(resourceType, id),
  type: resourceType,
  ...(display !== undefined && { display }),
});

const representGroup = ({ id, resourceType, display }: MembershipReference, locate: Locate): Complex => ({
  value: id,
  $ref: locate(resourceType, id),
  ...(display !== undefined && { display }),
  // Memberships that come about through nested groups are not listed. RFC 7643 section 4.1.2.
  type: 'direct',
});

/** Members always have their list, so that clients need not tell an empty group from members not read; groups do not. */
const representMemberships = (
  type: ResourceType,
  resource: Resource,
  locate: Locate,
): Readonly<Record<string, Value>> => {
  const { membership } = type.definition;
  const references = resource.memberships;
  if (membership === undefined || references === undefined) return {};
  if (membership.side === 'group') {
    return { [membership.attribute]: references.map((reference) => representMember(reference, locate)) };
  }
  if (references.length === 0) return {};
  return { [membership.attribute]: references.map((reference) => representGroup(reference, locate)) };
};

/** The base schema and the extensions that the resource has attributes of. RFC 7643 section 3. */
const schemasOf = (type: ResourceType, document: Complex): readonly string[] => [
  type.schemas[0]?.id ?? type.definition.schema,
  ...type.extensions.filter(({ path }) => document[path] !== undefined).map(({ path }) => path),
];

/**
 * The full representation of a resource: schemas, id, the attributes of its document, the memberships if they were read,
 * and meta. RFC 7643 sections 3 and 3.1.
 */
export const represent = (type: ResourceType, resource: Resource, locate: Locate): Complex => ({
  schemas: schemasOf(type, resource.document),
  id: resource.id,
  ...resource.document,
  ...representMemberships(type, resource, locate),
  meta: {
    resourceType: type.name,
    created: new Date(resource.created).toISOString(),
    lastModified: new Date(resource.lastModified).toISOString(),
    location: locate(type.name, resource.id),
    version: entityTag(resource.version),
  },
});
