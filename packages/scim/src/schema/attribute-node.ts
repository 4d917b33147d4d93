// The attributes of a resource type as a tree of nodes. Everything of a request is bound to these nodes once;
// nothing downstream compares names or looks at URNs again.
import type { AttributeDefinition } from './characteristics.ts';

/**
 * Where the values of an attribute live: in the resource's document, in the record beside it (id, meta, schemas),
 * or in the membership rows (Group.members, User.groups).
 */
export type AttributeStore = 'document' | 'metadata' | 'memberships';

/** An attribute, a sub-attribute or a whole extension, bound to its place in a resource type. */
export interface AttributeNode {
  readonly kind: 'attribute' | 'extension';
  /** For an extension: a synthetic complex attribute whose name is the URN. */
  readonly definition: AttributeDefinition;
  /** URN of the schema; the empty string for common attributes. */
  readonly schema: string;
  readonly storedIn: AttributeStore;
  /** The complex attribute or the extension around it; absent at the top level. */
  readonly parent: AttributeNode | undefined;
  /** Keys from the root of the representation, for example `['name', 'givenName']` or `[urn, 'manager', 'value']`. */
  readonly keys: readonly string[];
  /** Attribute path in schema spelling, for example `name.givenName` or `urn:...:User:manager.value`. */
  readonly path: string;
  /** Sub-attributes, or the attributes of an extension, by lower-case name. */
  readonly children: ReadonlyMap<string, AttributeNode>;
}

interface Place {
  readonly schema: string;
  readonly storedIn: AttributeStore;
  readonly parent: AttributeNode | undefined;
}

const pathBelow = (parent: AttributeNode | undefined, name: string): string => {
  if (parent === undefined) return name;
  return `${parent.path}${parent.kind === 'extension' ? ':' : '.'}${name}`;
};

/** Builds the node of an attribute together with the nodes of its sub-attributes. */
export const attributeNode = (definition: AttributeDefinition, place: Place): AttributeNode => {
  const children = new Map<string, AttributeNode>();
  const node: AttributeNode = {
    kind: 'attribute',
    definition,
    ...place,
    keys: [...(place.parent?.keys ?? []), definition.name],
    path: pathBelow(place.parent, definition.name),
    children,
  };
  for (const sub of definition.subAttributes) {
    children.set(sub.name.toLowerCase(), attributeNode(sub, { ...place, parent: node }));
  }
  return node;
};

/** Builds the node of an extension: one object under its URN, holding the attributes of the schema. RFC 7643 section 3.3. */
export const extensionNode = (definition: AttributeDefinition): AttributeNode => {
  const node = { ...attributeNode(definition, { schema: definition.name, storedIn: 'document', parent: undefined }) };
  const children = new Map<string, AttributeNode>();
  const extension: AttributeNode = { ...node, kind: 'extension', children };
  for (const sub of definition.subAttributes) {
    const place = { schema: definition.name, storedIn: 'document', parent: extension } as const;
    children.set(sub.name.toLowerCase(), attributeNode(sub, place));
  }
  return extension;
};

/** The nearest multi-valued attribute at or above the node, or undefined when all of its keys are single-valued. */
export const multiValuedAncestor = (node: AttributeNode): AttributeNode | undefined => {
  if (node.definition.multiValued) return node;
  return node.parent === undefined ? undefined : multiValuedAncestor(node.parent);
};

/** Whether the values of an attribute are never returned, because of its own characteristic or of one around it. */
export const isNeverReturned = (node: AttributeNode): boolean =>
  node.definition.returned === 'never' || (node.parent !== undefined && isNeverReturned(node.parent));
