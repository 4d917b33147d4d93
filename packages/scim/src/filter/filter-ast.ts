// Filters as parsed (names as the client spelled them) and as bound (nodes of a resource type, comparable values).

/** Comparison operators. RFC 7644 section 3.4.2.2, Table 3. */
export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** A value in a filter: a JSON literal. */
export type FilterLiteral = string | number | boolean | null;

/** A parsed filter. `position` values are 0-based offsets in the text and take no part in equality laws. */
export type Filter =
  | {
      readonly kind: 'compare';
      readonly attribute: string;
      readonly operator: ComparisonOperator;
      readonly value: FilterLiteral;
      readonly position: number;
    }
  | { readonly kind: 'present'; readonly attribute: string; readonly position: number }
  | { readonly kind: 'element'; readonly attribute: string; readonly filter: Filter; readonly position: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter };

/** Bounds that keep parsing and every store's query small. Lengths in UTF-16 units. */
export const FILTER_LIMITS = { maxLength: 8192, maxDepth: 32, maxTerms: 256 } as const;
