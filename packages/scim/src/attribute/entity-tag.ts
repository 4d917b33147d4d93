// Entity tags: the version of a resource in headers and in meta.version (RFC 7644 section 3.14, RFC 9110 section 8.8.3).

/** The weak entity tag of a version: `W/"7"`. Weak, since projections of one version differ in bytes. */
export const entityTag = (version: number): string => `W/"${version}"`;

const isBlank = (code: number): boolean => code === 32 || code === 9;

const afterBlanks = (text: string, start: number): number => {
  let at = start;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
};

/** Reads the opaque part of the tag at `start`; undefined when there is none. */
const readTag = (text: string, start: number): { readonly opaque: string; readonly end: number } | undefined => {
  const quote = text.startsWith('W/', start) ? start + 2 : start;
  if (text[quote] !== '"') return undefined;
  const close = text.indexOf('"', quote + 1);
  return close < 0 ? undefined : { opaque: text.slice(quote + 1, close), end: close + 1 };
};

/** The opaque parts of a list of tags; empty when the list is malformed. */
const readTags = (header: string): readonly string[] => {
  const tags: string[] = [];
  let at = afterBlanks(header, 0);
  while (at < header.length) {
    if (header[at] === ',') {
      at = afterBlanks(header, at + 1);
      continue;
    }
    const tag = readTag(header, at);
    if (tag === undefined) return [];
    tags.push(tag.opaque);
    at = afterBlanks(header, tag.end);
    if (at < header.length && header[at] !== ',') return [];
  }
  return tags;
};

/** Whether a header is `*` or a list of entity tags; anything else matches no version. RFC 9110 section 13.1.1. */
export const isEntityTags = (header: string): boolean => header.trim() === '*' || readTags(header).length > 0;

/**
 * Decides whether the value of If-Match or If-None-Match names the version: `*` or a list of tags, weak or strong alike.
 * A malformed value names nothing. RFC 7644 section 3.14, RFC 9110 sections 13.1.1 and 13.1.2.
 */
export const matchesEntityTag = (header: string, version: number): boolean =>
  header.trim() === '*' || readTags(header).includes(String(version));
