// Retry-After (RFC 9110 section 10.2.3): seconds, or a time.

const isDigits = (text: string): boolean =>
  text !== '' && [...text].every((character) => character >= '0' && character <= '9');

/** Whole seconds from `now` (milliseconds since 1970), 0 or more; undefined when the header says nothing. */
export const retryAfterSeconds = (header: string | readonly string[] | undefined, now: number): number | undefined => {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim();
  if (text === undefined) return undefined;
  if (isDigits(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  // Every form of RFC 9110 section 5.6.7 that is sent today ends so; Date.parse would take much else for a time.
  const at = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
};
