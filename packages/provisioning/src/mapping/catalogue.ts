// What a mapping set can be made of: the fields that every organisation has, and the attributes that can be mapped.
import { multiValuedAncestor, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import { whyNotMappable } from './bind-attribute.ts';
import { STANDARD_FIELDS, type ProfileField } from './profile.ts';

/** An attribute that can be mapped. */
export interface MappableAttribute {
  /** Attribute path, as a source has it. */
  readonly path: string;
  /** URN of the schema; that of the resource type for its own attributes. */
  readonly schema: string;
  /** Without the URN, such as `manager.value`. */
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference';
  readonly description: string;
  /** Whether a person has several values of it, or of what it is in. */
  readonly isList: boolean;
  /** Types by which an element can be picked, where the list has types; others are possible. */
  readonly types?: readonly string[];
}

/** What a mapping set can be made of. */
export interface MappingCatalogue {
  readonly fields: readonly ProfileField[];
  readonly attributes: readonly MappableAttribute[];
}

const leavesOf = (node: AttributeNode): readonly AttributeNode[] =>
  node.children.size === 0 ? [node] : [...node.children.values()].flatMap(leavesOf);

const describe = (type: ResourceType, node: AttributeNode): readonly MappableAttribute[] => {
  const { definition, path } = node;
  if (definition.type === 'complex' || definition.type === 'binary' || whyNotMappable(node) !== undefined) return [];
  const list = multiValuedAncestor(node);
  const types = list?.children.get('type')?.definition.canonicalValues;
  const isExtension = type.extensions.some(({ definition: { name } }) => name === node.schema);
  return [
    {
      path,
      schema: isExtension ? node.schema : type.definition.schema,
      name: isExtension ? path.slice(node.schema.length + 1) : path,
      type: definition.type,
      description: definition.description,
      isList: list !== undefined,
      ...(types !== undefined && { types }),
    },
  ];
};

/** What mapping sets of a resource type can be made of. */
export const mappingCatalogueOf = (type: ResourceType): MappingCatalogue => ({
  fields: STANDARD_FIELDS,
  attributes: [...type.attributes.values()].flatMap(leavesOf).flatMap((node) => describe(type, node)),
});
