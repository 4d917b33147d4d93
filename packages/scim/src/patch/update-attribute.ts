// One attribute of a complex value changed, with everything around it kept; mutability is enforced on the way
// (RFC 7644 section 3.5.2).
import * as Result from 'effect/Result';
import { Mutability } from '../errors.ts';
import { isComplex, type Complex, type Value } from '../attribute/value.ts';
import { isSame } from '../write/replace-document.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { PatchFailure } from './patch-failure.ts';

/** What becomes of a value; undefined stands for unassigned on both sides. */
export type ValueUpdate = (current: Value | undefined) => Result.Result<Value | undefined, PatchFailure>;

type Siblings = ReadonlyMap<string, AttributeNode>;

const refuse = (node: AttributeNode, reason: string) => Result.fail(new Mutability({ attribute: node.path, reason }));

type Chain = readonly [AttributeNode, ...(readonly AttributeNode[])];

/** The nodes from below `ancestor` (or from the top) down to the node itself. */
export const chainTo = (node: AttributeNode, ancestor?: AttributeNode): Chain =>
  node.parent === undefined || node.parent === ancestor ? [node] : [...chainTo(node.parent, ancestor), node];

/** The object with one value changed; values stand in the order of the schema, so that equal objects have equal texts. */
const withValue = (siblings: Siblings, complex: Complex, name: string, value: Value | undefined): Complex => {
  const next: Record<string, Value> = {};
  for (const { definition } of siblings.values()) {
    const kept = definition.name === name ? value : complex[definition.name];
    if (kept !== undefined) next[definition.name] = kept;
  }
  return next;
};

/** The value that a write leaves behind, once the mutability of its attribute is enforced. */
const enforceMutability = (
  node: AttributeNode,
  before: Value | undefined,
  after: Value | undefined,
): Result.Result<Value | undefined, Mutability> => {
  if (node.definition.mutability === 'immutable' && before !== undefined) {
    // The stored spelling stays when the two differ in nothing that the attribute distinguishes.
    if (isSame(node, before, after)) return Result.succeed(before);
    return refuse(node, 'is immutable and has another value already');
  }
  if (node.definition.required && before !== undefined && after === undefined) {
    return refuse(node, 'is required and cannot be removed');
  }
  return Result.succeed(after);
};

/**
 * Changes the attribute at the end of `chain`, whose first node is one of `siblings`, the attributes of `complex`. A complex
 * value that the change empties is unassigned.
 * Fails: `Mutability` when an immutable attribute has another value already, or a required one would lose its value; what
 * `write` refuses. RFC 7644 sections 3.5.2 and 3.5.2.2.
 */
export const updateAttribute = (
  siblings: Siblings,
  complex: Complex,
  [node, next, ...further]: Chain,
  write: ValueUpdate,
): Result.Result<Complex, PatchFailure> => {
  const { name } = node.definition;
  const before = complex[name];
  const written = next === undefined ? write(before) : updateWithin(node, before, [next, ...further], write);
  const after = Result.flatMap(written, (value) => enforceMutability(node, before, value));
  return Result.map(after, (value) => (value === before ? complex : withValue(siblings, complex, name, value)));
};

const updateWithin = (node: AttributeNode, value: Value | undefined, chain: Chain, write: ValueUpdate) =>
  Result.map(updateAttribute(node.children, isComplex(value) ? value : {}, chain, write), (complex) =>
    Object.keys(complex).length === 0 ? undefined : complex,
  );
