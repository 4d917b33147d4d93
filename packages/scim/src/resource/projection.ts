// Which attributes an answer has (RFC 7644 section 3.9, RFC 7643 section 7).
import type { AttributeNode } from '../schema/attribute-node.ts';

/** Attributes that a request names in `attributes` or `excludedAttributes`, bound; unknown names are dropped before. */
export type Projection =
  | { readonly kind: 'default' }
  | { readonly kind: 'only' | 'without'; readonly nodes: readonly AttributeNode[] };
