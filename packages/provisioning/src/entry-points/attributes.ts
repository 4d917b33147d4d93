export {
  AttributeHasValues,
  AttributeMapped,
  attributeFaultText,
  InvalidAttribute,
  NoSuchAttribute,
  type AttributeFault,
} from '../attributes/attribute-fault.ts';
export { makeAttributeRepository } from '../attributes/attribute-revisions.ts';
export { organisationSchema, type OrganisationSchema } from '../attributes/organisation-schema.ts';
export {
  ATTRIBUTE_LIMITS,
  NO_DEFINITIONS,
  OWN_MUTABILITY,
  OWN_RETURNED,
  OWN_TYPES,
  pathOf,
  type AttributeDefinitions,
  type AttributeState,
  type DefinedAttribute,
  type OwnAttribute,
} from '../attributes/own-attribute.ts';
export { makeVeiledRepository, type RepositoryAt } from '../attributes/veiled-repository.ts';
export {
  type AttributeAdministration,
  type AttributeAuthor,
  type ChangedAttribute,
  type UpkeepStep,
} from '../ports/inbound/attribute-administration.ts';
export { plainSchema, SchemaOutdated, type StoredSchema } from '../ports/outbound/stored-schema.ts';
export { makeAttributeAdministration, type AttributeDependencies } from '../use-cases/administer-attributes.ts';
