// What a representation shows of the attributes that laws write, and whether two of them say the same.
import { isDeepStrictEqual } from 'node:util';
import { foldCase, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import type { JsonObject } from '../subjects/subject.ts';
import { elementsOf, isObject, memberOf } from './json.ts';
import { expectThat } from './trial.ts';

const pickValue = (node: AttributeNode, value: unknown): Value | undefined => {
  if (node.definition.multiValued) {
    const elements = elementsOf(value).map((one) => pickNodes(node.children.values(), one));
    return elements.length === 0 ? undefined : elements;
  }
  if (node.definition.type !== 'complex') {
    return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? value : undefined;
  }
  const complex = pickNodes(node.children.values(), value);
  return Object.keys(complex).length === 0 ? undefined : complex;
};

const pickNodes = (nodes: Iterable<AttributeNode>, json: unknown): Complex => {
  const picked: Record<string, Value> = {};
  for (const node of nodes) {
    const value = pickValue(node, memberOf(json, node.definition.name));
    if (value !== undefined && value !== '') picked[node.definition.name] = value;
  }
  return picked;
};

/** The document that a representation shows, with the attributes of the type alone. */
export const documentIn = (type: ResourceType, representation: JsonObject): Complex =>
  pickNodes(type.attributes.values(), representation);

/** The document in a form in which the order of lists and `primary` do not count. */
const comparableForm = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value
      .map(comparableForm)
      .map((one) => JSON.stringify(one))
      .toSorted();
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'primary');
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, comparableForm(inner)]),
  );
};

/** Fails when two documents differ, other than in the order of lists and in which element is primary. */
export const expectSame = (actual: Complex, expected: Complex, what: string): void => {
  for (const name of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
    const [shown, wanted] = [actual[name], expected[name]];
    expectThat(
      isDeepStrictEqual(comparableForm(shown), comparableForm(wanted)),
      `${what}: ${name} is ${JSON.stringify(shown)}, expected ${JSON.stringify(wanted)}`,
    );
  }
};

const isUserName = (name: string, one: unknown, other: unknown): boolean =>
  name === 'userName' && foldCase(String(one)) === foldCase(String(other));

/** Fails unless a representation shows all that was written; whatever else it shows is the server's own. */
export const expectWritten = (type: ResourceType, representation: JsonObject, written: Complex): void => {
  const shown = documentIn(type, representation);
  for (const [name, wanted] of Object.entries(documentIn(type, written))) {
    const value = shown[name];
    const isThere = isUserName(name, value, wanted) || isWithin(comparableForm(wanted), comparableForm(value));
    expectThat(isThere, `${name} was written as ${JSON.stringify(wanted)} and is ${JSON.stringify(value)}`);
  }
};

/** Whether an object has all that another one has. */
const isWithin = (part: unknown, whole: unknown): boolean => {
  if (!isObject(part)) return isDeepStrictEqual(part, whole);
  return Object.entries(part).every(([key, value]) => isWithin(value, memberOf(whole, key)));
};
