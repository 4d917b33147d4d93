// Where somebody goes after signing in: a path of our own pages, never another site.

const NOWHERE = '/';
/** A base that no text can name. */
const BASE = 'http://return.invalid';

/** The path that a text names on our own pages; `/` when it names anything else. */
export const returnPath = (text: string | undefined): string => {
  if (text === undefined || !text.startsWith('/') || text.length > 2000) return NOWHERE;
  // What browsers read as the beginning of another host: `//host`, `/\host`, also with control characters in between.
  const url = URL.canParse(text, BASE) ? new URL(text, BASE) : undefined;
  if (url === undefined || url.origin !== BASE) return NOWHERE;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.startsWith('//') ? NOWHERE : path;
};
