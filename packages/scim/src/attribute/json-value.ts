// JSON as it comes from outside, before any schema was consulted.

/** A JSON object; its keys are the sender's, so that only looking them up in a schema makes them names. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export const isJsonObject = (json: unknown): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** Names the kind of a JSON value for messages, never its content. */
export const kindOfJson = (json: unknown): string => {
  if (json === null || json === undefined) return 'null';
  if (Array.isArray(json)) return json.length === 0 ? 'an empty list' : `a list of ${json.length}`;
  if (typeof json === 'string') return json === '' ? 'an empty string' : 'a string';
  if (typeof json === 'number') return 'a number';
  if (typeof json === 'boolean') return json ? 'true' : 'false';
  return 'an object';
};

/** Why a body that should be an object is refused; undefined stands for a request without a body. */
export const whyNoObject = (json: unknown): string => {
  if (json === undefined) return 'it has no body; send a JSON object';
  return `the body must be an object, not ${Array.isArray(json) ? 'a list' : kindOfJson(json)}`;
};

const LONGEST_NAME = 128;

/** A name as a client spelled it, cut to a length that suits messages and records. */
export const truncatedName = (name: string): string =>
  name.length <= LONGEST_NAME ? name.toWellFormed() : `${name.slice(0, LONGEST_NAME).toWellFormed()}...`;

/** The values of an object by lower-case key; of keys that differ in case alone the last one counts. RFC 7643 section 2.1. */
export const byLowerCase = (json: JsonObject): Map<string, { key: string; value: unknown }> => {
  const values = new Map<string, { key: string; value: unknown }>();
  for (const key of Object.keys(json)) values.set(key.toLowerCase(), { key, value: json[key] });
  return values;
};

/** Whether `schemas` of a message is a list that has the URN, in any case. RFC 7644 section 3.10. */
export const listsUrn = (schemas: unknown, urn: string): boolean =>
  Array.isArray(schemas) && schemas.some((one) => typeof one === 'string' && one.toLowerCase() === urn.toLowerCase());
