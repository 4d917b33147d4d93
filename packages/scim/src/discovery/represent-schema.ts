// Schemas and resource types as clients read them (RFC 7643 sections 6 and 7), computed from the registry that requests are
// bound to: what is published is what is served.
import type { Complex } from '../attribute/value.ts';
import type { AttributeDefinition } from '../schema/characteristics.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from '../schema/schema-definition.ts';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA } from '../schema/urns.ts';

/** A complex attribute is compared by its sub-attributes and has no case of its own (errata 6004 and 8415). */
const representAttribute = (definition: AttributeDefinition): Complex => {
  const { name, type, multiValued, description, required, mutability, returned, uniqueness } = definition;
  const { canonicalValues, caseExact, referenceTypes, subAttributes } = definition;
  return {
    name,
    type,
    multiValued,
    description,
    required,
    ...(canonicalValues.length > 0 && { canonicalValues }),
    ...(type !== 'complex' && { caseExact }),
    mutability,
    returned,
    ...(type !== 'complex' && { uniqueness }),
    ...(referenceTypes.length > 0 && { referenceTypes }),
    ...(subAttributes.length > 0 && { subAttributes: subAttributes.map(representAttribute) }),
  };
};

/** The Schema resource of a schema, whose id is its URN. RFC 7643 section 7 with erratum 8417 (schemas and meta). */
export const representSchema = ({ id, name, description, attributes }: SchemaDefinition, baseUrl: string): Complex => ({
  schemas: [SCHEMA_SCHEMA],
  id,
  name,
  description,
  attributes: attributes.map(representAttribute),
  meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
});

/** The ResourceType resource of a resource type, whose id is its name. RFC 7643 section 6. */
export const representResourceType = (definition: ResourceTypeDefinition, baseUrl: string): Complex => {
  const { name, description, endpoint, schema, schemaExtensions } = definition;
  return {
    schemas: [RESOURCE_TYPE_SCHEMA],
    id: name,
    name,
    description,
    endpoint,
    schema,
    ...(schemaExtensions.length > 0 && { schemaExtensions: schemaExtensions.map((extension) => ({ ...extension })) }),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  };
};
