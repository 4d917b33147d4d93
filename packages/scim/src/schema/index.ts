export { attribute, STRING_LIMITS, type AttributeDefinition, type AttributeSource } from './characteristics.ts';
export { isNeverReturned, multiValuedAncestor, type AttributeStore, type AttributeNode } from './attribute-node.ts';
export { type ResourceType } from './resource-type.ts';
export { type ResourceTypeDefinition, type SchemaDefinition } from './schema-definition.ts';
export { groupType, makeSchemaRegistry, standardRegistry, userType, type SchemaRegistry } from './schema-registry.ts';
export { coreUserSchema, userResourceType } from './core-user.ts';
export { coreGroupSchema, groupResourceType } from './core-group.ts';
export { enterpriseUserSchema, looopUserSchema } from './user-extensions.ts';
export {
  ENTERPRISE_USER_SCHEMA,
  ERROR,
  GROUP_SCHEMA,
  LIST_RESPONSE,
  LOOOP_USER_SCHEMA,
  PATCH_OP,
  SEARCH_REQUEST,
  USER_SCHEMA,
} from './urns.ts';
