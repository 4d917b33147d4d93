// Lengths of strings: what indexes and memberships repeat must not be as long as a body may be.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { isComplex, isList, type Complex, type Value } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** A string that is longer than its attribute lets clients write. */
interface LongText {
  readonly node: AttributeNode;
  readonly text: string;
}

const longTextsOf = (node: AttributeNode, value: Value): readonly LongText[] => {
  if (isList(value)) return value.flatMap((element) => longTextsOf(node, element));
  if (isComplex(value)) return longTextsIn(node.children.values(), value);
  return typeof value === 'string' && value.length > node.definition.maxLength ? [{ node, text: value }] : [];
};

const longTextsIn = (nodes: Iterable<AttributeNode>, complex: Complex): readonly LongText[] => {
  const found: LongText[] = [];
  for (const node of nodes) {
    const value = complex[node.definition.name];
    if (value !== undefined) found.push(...longTextsOf(node, value));
  }
  return found;
};

/**
 * Decides whether the strings of a document are as short as their attributes want them (`maxLength`). What the document had
 * `before` at the same attribute stays, so that a resource that was stored under another limit can still be written.
 * Fails: `InvalidValue` with the attribute, the length and the limit. RFC 7644 section 3.12, invalidValue.
 */
export const checkLengths = (
  type: ResourceType,
  before: Complex,
  document: Complex,
): Result.Result<void, InvalidValue> => {
  const long = longTextsIn(type.attributes.values(), document);
  if (long.length === 0) return Result.void;
  const kept = longTextsIn(type.attributes.values(), before);
  const added = long.find(({ node, text }) => !kept.some((other) => other.node === node && other.text === text));
  if (added === undefined) return Result.void;
  const { path, definition } = added.node;
  const reason = `has ${added.text.length} characters and must have at most ${definition.maxLength}`;
  return Result.fail(new InvalidValue({ attribute: path, reason }));
};
