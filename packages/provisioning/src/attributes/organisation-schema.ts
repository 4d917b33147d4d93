// The schema registry of one organisation, compiled from its definitions: what is served, and what is stored.
import {
  attribute,
  LOOOP_USER_SCHEMA,
  makeSchemaRegistry,
  STRING_LIMITS,
  type AttributeDefinition,
  type SchemaDefinition,
  type SchemaRegistry,
} from '@looop-scim/scim/schema';
import type { StoredSchema } from '../ports/outbound/stored-schema.ts';
import { pathOf, type AttributeDefinitions, type DefinedAttribute } from './own-attribute.ts';

/** The attributes of one organisation. */
export interface OrganisationSchema {
  readonly definitions: AttributeDefinitions;
  /** What is served. */
  readonly registry: SchemaRegistry;
  /** What is stored: with the attributes whose values are kept hidden. */
  readonly stored: StoredSchema;
}

/** The definition of an own attribute as the schema has it. RFC 7643 section 7. */
const definitionOf = (own: DefinedAttribute): AttributeDefinition =>
  attribute({
    name: own.name,
    type: own.type,
    multiValued: own.multiValued,
    description: own.description,
    canonicalValues: own.canonicalValues,
    restricted: own.canonicalValues.length > 0,
    caseExact: own.caseExact,
    mutability: own.mutability,
    returned: own.returned,
    referenceTypes: own.type === 'reference' ? ['external'] : [],
    ...(own.lookedUp && { maxLength: STRING_LIMITS.name }),
  });

/** The name of a schema: the last part of its URN that is no version and no `User`. */
const nameOf = (urn: string): string => {
  const parts = urn.split(':').filter((part) => part.toLowerCase() !== 'user');
  const named = parts.filter(
    (part) => !Array.from(part).every((character) => character === '.' || (character >= '0' && character <= '9')),
  );
  return named.at(-1) ?? urn;
};

/** The registry with further attributes. */
const registryWith = (base: SchemaRegistry, own: readonly DefinedAttribute[]): SchemaRegistry => {
  if (own.length === 0) return base;
  const bySchema = Map.groupBy(own, ({ schema }) => schema);
  const further = (urn: string) => (bySchema.get(urn) ?? []).map(definitionOf);
  const extended = base.schemas.map((schema) =>
    schema.id === LOOOP_USER_SCHEMA ? { ...schema, attributes: [...schema.attributes, ...further(schema.id)] } : schema,
  );
  const known = new Set(base.schemas.map(({ id }) => id));
  const added: readonly SchemaDefinition[] = [...bySchema.keys()]
    .filter((urn) => !known.has(urn))
    .map((urn) => ({
      id: urn,
      name: nameOf(urn),
      description: 'Attributes of the organisation.',
      attributes: further(urn),
    }));
  const types = base.resourceTypes.map(({ name, definition }) =>
    name === 'User'
      ? {
          ...definition,
          schemaExtensions: [
            ...definition.schemaExtensions,
            ...added.map(({ id }) => ({ schema: id, required: false })),
          ],
        }
      : definition,
  );
  return makeSchemaRegistry([...extended, ...added], types);
};

/** Compiles the definitions of an organisation onto the registry that every organisation has. */
export const organisationSchema = (base: SchemaRegistry, definitions: AttributeDefinitions): OrganisationSchema => {
  const { version, attributes } = definitions;
  const visible = attributes.filter(({ state }) => state === 'visible');
  const kept = attributes.filter(({ state }) => state !== 'purging');
  const indexed = kept.filter(({ lookedUp }) => lookedUp);
  const registry = registryWith(base, visible);
  return {
    definitions,
    registry,
    stored: {
      version,
      registry: kept.length === visible.length ? registry : registryWith(base, kept),
      lookups: Object.fromEntries(indexed.map((own) => [pathOf(own), own.lookedUpSince])),
      refreshBelow: Math.max(
        0,
        ...indexed.map(({ lookedUpSince }) => lookedUpSince),
        ...attributes.filter(({ state }) => state === 'purging').map(({ stateSince }) => stateSince),
      ),
    },
  };
};
