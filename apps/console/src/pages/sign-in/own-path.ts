// Where somebody goes after signing in: a path of these pages, never another site.

/** The path that a text names on these pages; `/` when it names anything else. */
export const ownPath = (named: string | undefined): string => {
  if (named === undefined) return '/';
  const { origin } = globalThis.location;
  const url = URL.parse(named, origin);
  if (url === null || url.origin !== origin || !named.startsWith('/')) return '/';
  const path = `${url.pathname}${url.search}`;
  return path.startsWith('//') || path.startsWith('/sign-in') ? '/' : path;
};
