import type { AttributeNode } from '../schema/attribute-node.ts';

/** How a list is sorted. RFC 7644 section 3.4.2.3. */
export interface SortOrder {
  /** A simple attribute; where a list is in between, its primary element counts, else the first. */
  readonly attribute: AttributeNode;
  readonly descending: boolean;
}
