// Where somebody goes after signing in: a path of these pages, never another site.

/** The path that a text names on the pages of an origin; `/` when it names anything else. */
export const ownPath = (named: string | undefined, origin: string): string => {
  if (named === undefined) return '/';
  const url = URL.parse(named, origin);
  if (url === null || url.origin !== origin || !named.startsWith('/')) return '/';
  const path = `${url.pathname}${url.search}`;
  return path.startsWith('//') || path.startsWith('/sign-in') ? '/' : path;
};
