// The query of a URL, tolerantly: form decoding (+ is a space), names in any case, surplus ? and & ignored.

/** Parameters by lower-case name; of a repeated one the first counts. RFC 7644 section 3.4.2. */
export const queryParameters = (url: string): ReadonlyMap<string, string> => {
  const start = url.indexOf('?');
  const parameters = new Map<string, string>();
  if (start < 0) return parameters;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const key = name.toLowerCase();
    if (key !== '' && !parameters.has(key)) parameters.set(key, value);
  }
  return parameters;
};
