// Values of attributes that are not served: kept apart from what use cases see of a document, and put back when it is stored.
import { isComplex, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeDefinition, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';

/** Attributes of extensions that are stored and not served: names by URN. */
export type Veil = ReadonlyMap<string, ReadonlySet<string>>;

const userTypeOf = (registry: SchemaRegistry): ResourceType | undefined => registry.resourceType('User');

/** Whether two definitions have values of one kind. */
const hasSameValues = (left: AttributeDefinition, right: AttributeDefinition | undefined): boolean =>
  left.type === right?.type && left.multiValued === right.multiValued;

/** The attributes of users that `stored` has and `served` has not, or has with other values. */
export const veilOf = (stored: SchemaRegistry, served: SchemaRegistry): Veil => {
  const veil = new Map<string, ReadonlySet<string>>();
  if (stored === served) return veil;
  const shown = userTypeOf(served)?.attributes;
  for (const extension of userTypeOf(stored)?.extensions ?? []) {
    const children = shown?.get(extension.path.toLowerCase())?.children;
    const names = [...extension.children].flatMap(([key, { definition }]) =>
      hasSameValues(definition, children?.get(key)?.definition) ? [] : [definition.name],
    );
    if (names.length > 0) veil.set(extension.path, new Set(names));
  }
  return veil;
};

const objectAt = (document: Complex, key: string): Complex | undefined => {
  const value = Object.hasOwn(document, key) ? document[key] : undefined;
  return isComplex(value) ? value : undefined;
};

const without = (document: Complex, urn: string, keep: (name: string) => boolean): Complex => {
  const extension = objectAt(document, urn);
  if (extension === undefined) return document;
  const entries = Object.entries(extension).filter(([name]) => keep(name));
  if (entries.length === Object.keys(extension).length) return document;
  if (entries.length > 0) return { ...document, [urn]: Object.fromEntries(entries) };
  const { [urn]: _empty, ...rest } = document;
  return rest;
};

/** The document without veiled values; the same document when it has none. */
export const veiled = (veil: Veil, document: Complex): Complex => {
  let shown = document;
  for (const [urn, names] of veil) shown = without(shown, urn, (name) => !names.has(name));
  return shown;
};

/** A document as a use case wants it, with the veiled values that `stored` has. */
export const unveiled = (veil: Veil, stored: Complex, document: Complex): Complex => {
  let whole = document;
  for (const [urn, names] of veil) {
    const kept: Record<string, Value> = {};
    for (const [name, value] of Object.entries(objectAt(stored, urn) ?? {})) if (names.has(name)) kept[name] = value;
    if (Object.keys(kept).length > 0) whole = { ...whole, [urn]: { ...objectAt(whole, urn), ...kept } };
  }
  return whole;
};

/** The document without values of extensions that no attribute of the registry has any more. */
export const withoutUndefined = (registry: SchemaRegistry, document: Complex): Complex => {
  const type = userTypeOf(registry);
  let kept = document;
  for (const urn of Object.keys(document)) {
    if (!urn.toLowerCase().startsWith('urn:')) continue;
    const extension = type?.attributes.get(urn.toLowerCase());
    kept = without(kept, urn, (name) => extension?.children.has(name.toLowerCase()) === true);
  }
  return kept;
};
