/** Bounds that keep parsing and every store's query small. Lengths in UTF-16 units. */
export const FILTER_LIMITS = { maxLength: 8192, maxDepth: 32, maxTerms: 256 } as const;
