// Which JSON can be read as the value of an attribute, as a table of its own: it shares no code with what reads. It may say
// yes too often, but never where a list, an object or a value of another kind is due.
import { parseDateTime } from '@looop-scim/scim/attribute';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import type { AttributeNode } from '@looop-scim/scim/schema';

type Known = Readonly<Record<string, unknown>>;

const isObject = (json: unknown): json is Known => typeof json === 'object' && json !== null && !Array.isArray(json);

const begins = (json: unknown): json is string =>
  typeof json === 'string' && ['[', '{'].includes(json.replaceAll('\r', ' ').trimStart().charAt(0));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What the JSON means where a list or an object is due; undefined when it is a text that means neither. */
const meant = (json: unknown, policy: InteropPolicy): unknown =>
  begins(json) && policy.parseJsonText ? parsed(json) : json;

const isNumeric = (text: string): boolean => typeof parsed(text) === 'number';

const isCount = (json: unknown, { coerceScalars }: InteropPolicy): boolean =>
  typeof json === 'number' || (coerceScalars && typeof json === 'string' && isNumeric(json));

const isTruth = (json: unknown, { coerceBooleans }: InteropPolicy): boolean =>
  typeof json === 'boolean' || (coerceBooleans && ['true', 'false'].includes(String(json).toLowerCase()));

const isWord = (json: unknown, { coerceScalars }: InteropPolicy): boolean =>
  typeof json === 'string' || (coerceScalars && ['number', 'boolean'].includes(typeof json));

const isScalar = ({ definition }: AttributeNode, json: unknown, policy: InteropPolicy): boolean => {
  switch (definition.type) {
    case 'boolean':
      return isTruth(json, policy);
    case 'integer':
      return isCount(json, policy) && Number.isSafeInteger(Number(json));
    case 'decimal':
      return isCount(json, policy) && Number.isFinite(Number(json));
    case 'dateTime':
      return typeof json === 'string' && parseDateTime(json) !== undefined;
    case 'string':
      return isWord(json, policy);
    case 'complex':
      return false;
    default:
      return typeof json === 'string' && (definition.type !== 'binary' || json !== '');
  }
};

const isNull = ({ definition }: AttributeNode, json: unknown, policy: InteropPolicy): boolean =>
  json === null || json === undefined || (json === '' && policy.emptyStringUnassigns && !definition.required);

const isText = ({ definition }: AttributeNode): boolean =>
  ['string', 'reference', 'binary', 'dateTime'].includes(definition.type);

/** A bare value in place of a list or an object: never a text of JSON, and no number or boolean that becomes a text. */
const isBare = (node: AttributeNode, json: unknown, policy: InteropPolicy): boolean =>
  policy.wrapValues && typeof json !== 'object' && !begins(json) && (!isText(node) || typeof json === 'string');

const entriesOf = (node: AttributeNode, json: Known): readonly (readonly [AttributeNode | undefined, unknown])[] =>
  Object.entries(json).map(([key, value]) => [node.children.get(key.toLowerCase()), value] as const);

const isHollow = (json: unknown): boolean =>
  json === null || json === '' || (typeof json === 'object' && Object.keys(json).length === 0);

/** Whether an object says something, all of it under unknown names. */
const isForeign = (node: AttributeNode, json: Known): boolean =>
  entriesOf(node, json).some(([child, value]) => child === undefined && !isHollow(value)) &&
  entriesOf(node, json).every(([child, value]) => child === undefined || isHollow(value));

const isObjectFor = (node: AttributeNode, json: Known, policy: InteropPolicy): boolean =>
  entriesOf(node, json).every(([child, value]) =>
    child === undefined
      ? policy.ignoreUnknownAttributes
      : child.definition.mutability === 'readOnly' || isReadable(child, value, policy),
  );

const isElement = (node: AttributeNode, json: unknown, policy: InteropPolicy): boolean => {
  if (isNull(node, json, policy)) return true;
  if (node.definition.type !== 'complex') return isScalar(node, json, policy);
  const object = meant(json, policy);
  if (isObject(object)) return isObjectFor(node, object, policy);
  const value = node.children.get('value');
  if (value === undefined) return false;
  const isNumber = policy.wrapValues && typeof json === 'number' && !node.definition.multiValued;
  return (isNumber || isBare(value, json, policy)) && isScalar(value, json, policy);
};

/** Whether JSON can be read as the value of an attribute under a policy; keys that differ in case alone are not looked at. */
export const isReadable = (node: AttributeNode, json: unknown, policy: InteropPolicy): boolean => {
  const { multiValued, type } = node.definition;
  const value = multiValued || type === 'complex' ? meant(json, policy) : json;
  if (isNull(node, value, policy) && value !== undefined) return true;
  if (multiValued && Array.isArray(value)) {
    return value.every((one) => isElement(node, one, policy) && !(isObject(one) && isForeign(node, one)));
  }
  if (multiValued) {
    const bare = type === 'complex' ? isElement(node, value, policy) : isBare(node, value, policy);
    return policy.wrapValues && bare && isElement(node, value, policy) && !(isObject(value) && isForeign(node, value));
  }
  if (!Array.isArray(value)) return isElement(node, value, policy);
  return value.length === 0 || (policy.wrapValues && value.length === 1 && isElement(node, value[0], policy));
};

/** Whether JSON says that an attribute has no value: null, or lists and objects in which nothing is said. */
export const isNothing = (node: AttributeNode, json: unknown, policy: InteropPolicy): boolean => {
  const value = meant(json, policy);
  if (isNull(node, value, policy)) return true;
  if (Array.isArray(value)) return value.every((one) => isNothing(node, one, policy));
  if (!isObject(value) || isForeign(node, value)) return false;
  return entriesOf(node, value).every(
    ([child, inner]) =>
      child === undefined || child.definition.mutability === 'readOnly' || isNothing(child, inner, policy),
  );
};
