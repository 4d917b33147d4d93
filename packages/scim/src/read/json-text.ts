// Lists and objects that a client sends as the text of their JSON, a string within the JSON of the body.
import { isJsonObject, type JsonObject } from '../attribute/json-value.ts';

const WHITE_SPACE: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r']);

/** Whether a value is a text that begins as the JSON of a list or an object does: it is never meant as a value itself. */
export const isJsonText = (json: unknown): json is string => {
  if (typeof json !== 'string') return false;
  let index = 0;
  while (index < json.length && WHITE_SPACE.has(json.charAt(index))) index += 1;
  return json[index] === '[' || json[index] === '{';
};

/** The list or the object that a text says; undefined when the text is no JSON. RFC 8259 section 2. */
export const parseJsonText = (text: string): JsonObject | readonly unknown[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) || isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};
