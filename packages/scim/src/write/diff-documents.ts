// The difference that a write made, attribute by attribute: it feeds storage, activity and directory events.
import { isComplex, sameValue, type Complex, type Value } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** One attribute that differs; `before` or `after` is absent when the attribute was or became unassigned. */
export interface AttributeChange {
  /** Path in schema spelling: top-level attributes, sub-attributes of single complex ones, attributes of extensions. */
  readonly attribute: string;
  readonly before?: Value;
  readonly after?: Value;
}

const diffNode = (
  node: AttributeNode,
  before: Value | undefined,
  after: Value | undefined,
  changes: AttributeChange[],
): void => {
  if (before === after) return;
  const single = node.definition.type === 'complex' && !node.definition.multiValued;
  if (single) {
    for (const child of node.children.values()) {
      const { name } = child.definition;
      diffNode(
        child,
        isComplex(before) ? before[name] : undefined,
        isComplex(after) ? after[name] : undefined,
        changes,
      );
    }
  } else if (!sameValue(before, after)) {
    changes.push({
      attribute: node.path,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
  }
};

/**
 * The attributes in which two documents of a type differ, in the order of the schemas; empty exactly when the documents are
 * the same. Complex values are told apart by sub-attribute, lists as a whole.
 */
export const diffDocuments = (type: ResourceType, before: Complex, after: Complex): readonly AttributeChange[] => {
  const changes: AttributeChange[] = [];
  for (const node of type.attributes.values()) {
    const { name } = node.definition;
    if (node.storedIn === 'document') diffNode(node, before[name], after[name], changes);
  }
  return changes;
};
