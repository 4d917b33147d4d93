// Normal form of documents: schema spelling, nothing empty, one primary at most (RFC 7643 sections 2.4 and 2.5).
import { isComplex, isList, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode } from '@looop-scim/scim/schema';

/** Whether readOnly attributes may have values: in what stores hold, but not in what clients say. */
type ReadOnly = 'readOnly' | 'noReadOnly';

const valueFault = (node: AttributeNode, value: Value, readOnly: ReadOnly): string | undefined => {
  if (!node.definition.multiValued) return oneFault(node, value, readOnly);
  if (!isList(value) || value.length === 0) return `${node.path} has no elements`;
  const primaries = value.filter((element) => isComplex(element) && element['primary'] === true);
  if (node.children.has('primary') && primaries.length > 1) return `${node.path} has two primaries`;
  if (new Set(value.map((element) => JSON.stringify(element))).size < value.length)
    return `${node.path} has an element twice`;
  for (const element of value) {
    const fault = oneFault(node, element, readOnly);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** How JavaScript calls the values of a simple attribute. RFC 7643 section 2.3. */
const kindOf = ({ definition }: AttributeNode): string => {
  if (definition.type === 'boolean') return 'boolean';
  return definition.type === 'integer' || definition.type === 'decimal' ? 'number' : 'string';
};

const oneFault = (node: AttributeNode, value: Value, readOnly: ReadOnly): string | undefined => {
  if (node.definition.type !== 'complex') {
    return typeof value === kindOf(node) ? undefined : `${node.path} is a ${typeof value}`;
  }
  if (!isComplex(value) || Object.keys(value).length === 0) return `${node.path} is no complex value`;
  return normalFormFault([...node.children.values()], value, readOnly);
};

/** Says what is wrong with a document or complex value in canonical form; undefined when nothing is. */
export const normalFormFault = (
  nodes: readonly AttributeNode[],
  complex: Complex,
  readOnly: ReadOnly,
): string | undefined => {
  if (Object.getPrototypeOf(complex) !== Object.prototype) return 'the prototype is another one';
  for (const [key, value] of Object.entries(complex)) {
    const node = nodes.find(({ definition }) => definition.name === key);
    if (node === undefined) return `${key} does not belong here`;
    if (node.definition.mutability === 'readOnly' && readOnly === 'noReadOnly') return `${key} is readOnly`;
    const fault = valueFault(node, value, readOnly);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** What is readOnly in a document, in extensions as well; sub-attributes follow the attribute around them. */
export const readOnlyPart = (nodes: Iterable<AttributeNode>, complex: Complex): Complex => {
  const kept: Record<string, Value> = {};
  for (const { definition, kind, children } of nodes) {
    const value = complex[definition.name];
    if (value === undefined) continue;
    if (definition.mutability === 'readOnly') kept[definition.name] = value;
    if (kind === 'extension' && isComplex(value)) {
      const inner = readOnlyPart(children.values(), value);
      if (Object.keys(inner).length > 0) kept[definition.name] = inner;
    }
  }
  return kept;
};
