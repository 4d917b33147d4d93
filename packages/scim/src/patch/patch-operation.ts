// Operations of a PATCH request as parsed (RFC 7644 section 3.5.2).

/** Operation names. RFC 7644 section 3.5.2. */
export type PatchOperationName = 'add' | 'remove' | 'replace';

/** An operation of the message. */
export interface PatchOperation {
  readonly op: PatchOperationName;
  readonly path?: string;
  /** JSON as received; absent when the operation has none. A null is a value of add and replace, but none of remove. */
  readonly value?: unknown;
}

/**
 * Bounds of one request. `maxOperations` counts operations. `maxElementVisits` is the work budget of a request: each operation
 * costs, for each element of a list that it looks at, ceil(length / 128) x ceil(path length / 32) units, and the sum must not
 * exceed the budget. `maxCharacters` is the size that the resource may have afterwards.
 */
export const PATCH_LIMITS = { maxOperations: 10_000, maxElementVisits: 500_000, maxCharacters: 1_048_576 } as const;
