// The tree that databases keep beside a document so that they can compare natively.
import { comparable } from '../attribute/compare.ts';
import { isComplex, isList, type Complex, type Element, type Value } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

const comparableElement = (node: AttributeNode, element: Element): Element =>
  isComplex(element) ? comparableMembers(node.children, element) : comparable(node.definition, element);

const comparableMembers = (nodes: ReadonlyMap<string, AttributeNode>, members: Complex): Complex => {
  const entries = Object.entries(members).map(([key, value]): readonly [string, Value] => {
    const node = nodes.get(key.toLowerCase());
    if (node === undefined) return [key, value];
    if (isList(value)) return [key, value.map((element) => comparableElement(node, element))];
    return [key, comparableElement(node, value)];
  });
  // Object.fromEntries makes own properties of all keys, `__proto__` included.
  return Object.fromEntries(entries);
};

/**
 * The same tree with every scalar in comparable form: strings folded unless case-exact, dateTimes as milliseconds since
 * 1970. A filter holds for it exactly when it holds for the document. Idempotent.
 */
export const comparableDocument = (type: ResourceType, document: Complex): Complex =>
  comparableMembers(type.attributes, document);
