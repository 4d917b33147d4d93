// What stores and the evaluator work on: a filter whose names are nodes and whose values are comparable.
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { Scalar } from '../attribute/value.ts';

/** Operators that remain after binding: `ne` is the negation of `eq`, `eq null` that of `pr`. */
export type BoundOperator = 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A bound filter. A comparison or presence holds when any value of the attribute fulfils it; `attribute` is a simple
 * attribute in `compare`, any attribute in `present`.
 * `element` holds when one element of the multi-valued attribute (or the single complex value) fulfils all of `filter`; nodes
 * in there are sub-attributes of `attribute`, or `attribute` itself where the elements are simple.
 * `constant` stands for what binding could decide.
 */
export type BoundFilter =
  | {
      readonly kind: 'compare';
      readonly attribute: AttributeNode;
      readonly operator: BoundOperator;
      /** In the comparable form of the attribute: folded, or milliseconds for a dateTime. */
      readonly value: Scalar;
    }
  | { readonly kind: 'present'; readonly attribute: AttributeNode }
  | { readonly kind: 'element'; readonly attribute: AttributeNode; readonly filter: BoundFilter }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly BoundFilter[] }
  | { readonly kind: 'not'; readonly operand: BoundFilter }
  | { readonly kind: 'constant'; readonly value: boolean };
