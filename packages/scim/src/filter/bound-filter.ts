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
 * What `bindFilter` makes is simpler: `element` has a multi-valued attribute (a single complex value needs no brackets), a
 * constant stands alone, `and` and `or` have at least two operands and none of their own kind. Of the attributes kept beside
 * the document only comparisons of id, meta.created, meta.lastModified (milliseconds) and meta.version are left, the last
 * one by `eq` with a text `W/"n"`.
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

/** A bound filter that compares one attribute with a value. */
export type BoundComparison = Extract<BoundFilter, { readonly kind: 'compare' }>;
