// References of bulk operations to resources that the same request creates: `bulkId:` with the bulkId of the POST, as the
// whole of a value or as the id in a path (RFC 7644 section 3.7.2).
import { isJsonObject } from '../attribute/json-value.ts';

const PREFIX = 'bulkid:';

/** The bulkId that a text refers to; undefined when it is no reference. */
const referenceIn = (text: string): string | undefined =>
  text.length > PREFIX.length && text.slice(0, PREFIX.length).toLowerCase() === PREFIX
    ? text.slice(PREFIX.length)
    : undefined;

/** No attribute of any schema lies deeper; a body of nothing but brackets must not exhaust the stack. */
const DEEPEST = 32;

const collect = (json: unknown, found: Set<string>, depth: number): void => {
  if (depth > DEEPEST) return;
  if (typeof json === 'string') {
    const reference = referenceIn(json);
    if (reference !== undefined) found.add(reference);
    return;
  }
  const inner: readonly unknown[] = Array.isArray(json) ? json : isJsonObject(json) ? Object.values(json) : [];
  for (const value of inner) collect(value, found, depth + 1);
};

/** The bulkIds that a JSON value refers to, anywhere in it. */
export const referencesOf = (json: unknown): ReadonlySet<string> => {
  const found = new Set<string>();
  collect(json, found, 0);
  return found;
};

const resolve = (json: unknown, ids: ReadonlyMap<string, string>, depth: number): unknown => {
  if (depth > DEEPEST) return json;
  if (typeof json === 'string') {
    const reference = referenceIn(json);
    return reference === undefined ? json : (ids.get(reference) ?? json);
  }
  if (Array.isArray(json)) return json.map((element) => resolve(element, ids, depth + 1));
  if (!isJsonObject(json)) return json;
  // Object.fromEntries makes own properties of all keys, `__proto__` included.
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, resolve(value, ids, depth + 1)]));
};

/** The same JSON with every reference replaced by the id that it stands for; those without an id stay. */
export const resolveReferences = (json: unknown, ids: ReadonlyMap<string, string>): unknown => resolve(json, ids, 0);
