// JSON values, and JSON Pointers that may fan out: `*` stands for every element of an array.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether the value is a JSON object. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the value is a JSON array; unlike Array.isArray it does not widen to any[]. */
export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

// JSON.parse makes nothing but JSON values.
export const parseJson = (text: string): Json => JSON.parse(text) as Json;

const unescape = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

const stepInto = (value: Json, token: string): readonly Json[] => {
  if (isArray(value)) {
    if (token === '*') return value;
    const element = value[Number(token)];
    return element === undefined ? [] : [element];
  }
  if (!isObject(value) || !Object.hasOwn(value, token)) return [];
  const member = value[token];
  return member === undefined ? [] : [member];
};

/** All values at a pointer (RFC 6901, with `*`): none when the place does not exist, the document itself for ''. */
export const valuesAt = (document: Json, pointer: string): readonly Json[] => {
  let found: readonly Json[] = [document];
  for (const token of pointer.split('/').slice(1)) found = found.flatMap((value) => stepInto(value, unescape(token)));
  return found;
};

/** The single value at a pointer, undefined when there is none. */
export const valueAt = (document: Json | undefined, pointer: string): Json | undefined =>
  document === undefined ? undefined : valuesAt(document, pointer)[0];

/** The text at a pointer; throws when there is none. */
export const textAt = (document: Json | undefined, pointer: string): string => {
  const value = valueAt(document, pointer);
  if (typeof value !== 'string') throw new Error(`no text at ${pointer} of ${JSON.stringify(document)}`);
  return value;
};

/** The array at a pointer; throws when there is none. */
export const arrayAt = (document: Json | undefined, pointer: string): readonly Json[] => {
  const value = valueAt(document, pointer);
  if (!isArray(value)) throw new Error(`no array at ${pointer} of ${JSON.stringify(document)}`);
  return value;
};

/** Lays one document over another: objects merge, everything else is replaced. This is how an AIW app makes its PUT body. */
export const layOver = (base: Json, overlay: Json): Json => {
  if (!isObject(base) || !isObject(overlay)) return overlay;
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(overlay)) {
    const below = base[key];
    merged[key] = below === undefined ? value : layOver(below, value);
  }
  return merged;
};
