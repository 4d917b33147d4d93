// What platform keys may do.

/** Read people, groups and mappings; change them; look after webhooks. None includes another. */
export const KEY_SCOPES = ['read', 'write', 'webhooks'] as const;

/** One thing that a key may do. */
export type KeyScope = (typeof KEY_SCOPES)[number];
