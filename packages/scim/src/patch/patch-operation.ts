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
 * Bounds of one request; `maxElementVisits` counts elements of lists, each 128 characters of a long one anew, times 32 characters
 * of path, summed over operations; `maxCharacters` is what a resource may have in all after them.
 */
export const PATCH_LIMITS = { maxOperations: 10_000, maxElementVisits: 500_000, maxCharacters: 1_048_576 } as const;
