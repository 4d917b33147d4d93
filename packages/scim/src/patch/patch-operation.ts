// Operations of a PATCH request as parsed and as bound (RFC 7644 section 3.5.2).
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { BoundFilter } from '../filter/bound-filter.ts';

/** Operation names. RFC 7644 section 3.5.2. */
export type PatchOperationName = 'add' | 'remove' | 'replace';

/** An operation of the message; `value` is JSON as received. */
export interface PatchOperation {
  readonly op: PatchOperationName;
  readonly path?: string;
  /** Absent and null are told apart: `hasValue`. */
  readonly value: unknown;
  readonly hasValue: boolean;
}

/** A bound PATCH path: `attribute`, `attribute[filter]` or `attribute[filter].subAttribute`. RFC 7644 section 3.5.2, Figure 7. */
export interface PatchPath {
  /** As the client spelled it, for messages. */
  readonly text: string;
  /** The attribute, or the multi-valued attribute in front of the brackets. */
  readonly attribute: AttributeNode;
  readonly filter?: BoundFilter;
  readonly subAttribute?: AttributeNode;
}
