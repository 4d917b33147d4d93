// The schemas and resource types that one organisation is served with. Extensions are data: an organisation with attributes
// of its own has a registry with one schema more.
import { compileResourceType, type ResourceType } from './resource-type.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from './schema-definition.ts';
import { coreGroupSchema, groupResourceType } from './core-group.ts';
import { coreUserSchema, userResourceType } from './core-user.ts';
import { enterpriseUserSchema, looopUserSchema } from './user-extensions.ts';

/** Compiled resource types by name, and the schemas that they use by URN. */
export interface SchemaRegistry {
  readonly schemas: readonly SchemaDefinition[];
  readonly resourceTypes: readonly ResourceType[];
  /** The resource type of a name in exact spelling. */
  readonly resourceType: (name: string) => ResourceType | undefined;
}

/**
 * Compiles a registry.
 * @throws TypeError when a resource type names a schema that is not among `schemas`: that is a mistake of the programmer.
 */
export const makeSchemaRegistry = (
  schemas: readonly SchemaDefinition[],
  definitions: readonly ResourceTypeDefinition[],
): SchemaRegistry => {
  const byUrn = new Map(schemas.map((schema) => [schema.id.toLowerCase(), schema]));
  const schemaOf = (urn: string): SchemaDefinition => {
    const schema = byUrn.get(urn.toLowerCase());
    if (schema === undefined) throw new TypeError(`Schema ${urn} is not in the registry`);
    return schema;
  };
  const resourceTypes = definitions.map((definition) =>
    compileResourceType(
      definition,
      schemaOf(definition.schema),
      definition.schemaExtensions.map((extension) => schemaOf(extension.schema)),
    ),
  );
  const byName = new Map(resourceTypes.map((type) => [type.name, type]));
  return { schemas, resourceTypes, resourceType: (name) => byName.get(name) };
};

/** The registry that every organisation starts with: User with both extensions, and Group. */
export const standardRegistry: SchemaRegistry = makeSchemaRegistry(
  [coreUserSchema, coreGroupSchema, enterpriseUserSchema, looopUserSchema],
  [userResourceType, groupResourceType],
);

const compiled = (definition: ResourceTypeDefinition): ResourceType => {
  const type = standardRegistry.resourceType(definition.name);
  if (type === undefined) throw new TypeError(`The standard registry has no ${definition.name}`);
  return type;
};

/** The resource type User of the standard registry. RFC 7643 section 4.1. */
export const userType: ResourceType = compiled(userResourceType);

/** The resource type Group of the standard registry. RFC 7643 section 4.2. */
export const groupType: ResourceType = compiled(groupResourceType);
