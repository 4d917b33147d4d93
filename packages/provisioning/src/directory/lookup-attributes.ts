// The attributes by which identity providers look resources up. Every storage keeps an index on each of them.

/** Paths in schema spelling whose comparisons are index-backed, by resource type; beside id, members.value and meta.lastModified. */
export const LOOKUP_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  User: ['userName', 'externalId', 'emails.value', 'displayName'],
  Group: ['displayName', 'externalId'],
};
