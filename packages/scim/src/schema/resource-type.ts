// A resource type compiled from its schemas: the tree of attribute nodes and the way from a spelling to a node.
import { attribute } from './characteristics.ts';
import { attributeNode, extensionNode, type AttributeStore, type AttributeNode } from './attribute-node.ts';
import { COMMON_ATTRIBUTES } from './common-attributes.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from './schema-definition.ts';

/** A resource type with its attributes bound. RFC 7643 section 6. */
export interface ResourceType {
  readonly definition: ResourceTypeDefinition;
  readonly name: string;
  /** Core schema first, then the extensions in the order of the definition. */
  readonly schemas: readonly SchemaDefinition[];
  /** Common, core and extension nodes by lower-case name or URN. */
  readonly attributes: ReadonlyMap<string, AttributeNode>;
  /** The nodes of the extensions alone. */
  readonly extensions: readonly AttributeNode[];
  /** Group.members or User.groups: the attribute kept as membership rows. */
  readonly membership: AttributeNode | undefined;
}

const storeOf = (name: string, definition: ResourceTypeDefinition): AttributeStore => {
  if (name === 'id' || name === 'meta' || name === 'schemas') return 'metadata';
  return definition.membership?.attribute === name ? 'memberships' : 'document';
};

/** Compiles a resource type; `core` is its base schema, `extensions` those named by the definition. */
export const compileResourceType = (
  definition: ResourceTypeDefinition,
  core: SchemaDefinition,
  extensions: readonly SchemaDefinition[],
): ResourceType => {
  const attributes = new Map<string, AttributeNode>();
  for (const common of COMMON_ATTRIBUTES) {
    const storedIn = storeOf(common.name, definition);
    attributes.set(common.name.toLowerCase(), attributeNode(common, { schema: '', storedIn, parent: undefined }));
  }
  for (const source of core.attributes) {
    const key = source.name.toLowerCase();
    if (attributes.has(key)) continue;
    const storedIn = storeOf(source.name, definition);
    attributes.set(key, attributeNode(source, { schema: core.id, storedIn, parent: undefined }));
  }
  const extensionNodes = extensions.map((schema) =>
    extensionNode({
      ...attribute({ name: schema.id, type: 'complex', description: schema.description }),
      subAttributes: schema.attributes,
    }),
  );
  for (const node of extensionNodes) attributes.set(node.path.toLowerCase(), node);
  const membership = definition.membership?.attribute.toLowerCase();
  return {
    definition,
    name: definition.name,
    schemas: [core, ...extensions],
    attributes,
    extensions: extensionNodes,
    membership: membership === undefined ? undefined : attributes.get(membership),
  };
};
