// Reads answers of a server that may send anything: every access is checked, nothing is assumed.

/** A value as JSON knows it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Reads a text as JSON; `undefined` when it is none (also when it is empty). */
export const parseJson = (text: string): Json | undefined => {
  try {
    // JSON.parse gives exactly the values of the Json type.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Decides whether a value is a JSON object. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value found by walking down names and positions; `undefined` where the walk leaves the value. */
export const at = (value: Json | undefined, ...steps: readonly (string | number)[]): Json | undefined => {
  let current = value;
  for (const step of steps) {
    if (typeof step === 'number') current = Array.isArray(current) ? current[step] : undefined;
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
};

/** The elements of an array; none when the value is no array. */
export const elements = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** A value as it is shown in one line of a report, shortened to `limit` characters. */
export const showValue = (value: Json | undefined, limit = 160): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
};
