// What is stored is a frozen copy: no caller can change it through a reference that it kept or was given.

type Keyed = Readonly<Record<string, unknown>>;

/** A deep copy of JSON-like data that cannot be changed; keys such as `__proto__` stay plain keys. */
export const frozenCopy = <Copied>(original: Copied): Copied => {
  if (typeof original !== 'object' || original === null) return original;
  const copy = Array.isArray(original)
    ? original.map((element: unknown) => frozenCopy(element))
    : Object.fromEntries(Object.entries(original as Keyed).map(([key, value]) => [key, frozenCopy(value)]));
  // Same shape as the original by construction.
  return Object.freeze(copy) as Copied;
};
