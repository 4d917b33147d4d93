// What PUT makes of a document, attribute by attribute according to mutability (RFC 7644 section 3.5.1).
import * as Result from 'effect/Result';
import { Mutability, type InvalidValue } from '../errors.ts';
import { comparable } from '../attribute/compare.ts';
import { isComplex, isList, sameValue, valueAt, type Complex, type Element, type Value } from '../attribute/value.ts';
import { unreadableValue } from '../read/read-value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

type Replaced<Kind extends Value = Value> = Result.Result<Kind | undefined, Mutability>;

interface Values {
  readonly current: Value | undefined;
  readonly incoming: Value | undefined;
}

// Clients send back what they read, overlaid with the attributes they map (OKTA-25): a client that does not map `active`
// leaves it out and means no change. Clearing it would shut the user out.
const isKeptWhenOmitted = (node: AttributeNode): boolean =>
  node.path === 'active' && node.definition.type === 'boolean';

/** Whether two values are the same for an attribute: strings of one that is not case-exact whatever their case. */
export const isSame = ({ definition }: AttributeNode, left: Value | undefined, right: Value | undefined): boolean =>
  typeof left === 'string' && typeof right === 'string'
    ? comparable(definition, left) === comparable(definition, right)
    : sameValue(left, right);

const replaceImmutable = (node: AttributeNode, { current, incoming }: Values): Replaced => {
  if (current === undefined) return Result.succeed(incoming);
  // The stored spelling stays when the two differ in nothing that the attribute distinguishes.
  if (incoming === undefined || isSame(node, current, incoming)) return Result.succeed(current);
  // Nor do they differ when a client sends back all that it can see and send of a complex value.
  if (isComplex(current) && isComplex(incoming) && visibleKey(node)(current) === visibleKey(node)(incoming)) {
    return Result.succeed(current);
  }
  return Result.fail(new Mutability({ attribute: node.path, reason: 'is immutable and has another value already' }));
};

const isHidden = ({ definition }: AttributeNode): boolean =>
  definition.mutability === 'readOnly' || definition.mutability === 'writeOnly';

/** Makes the text by which elements are told apart: equal texts, equal in all that a client can both send and read. */
export const visibleKey = (node: AttributeNode): ((element: Element) => string) => {
  const visible = [...node.children.values()]
    .filter((child) => !isHidden(child))
    .map(({ definition }) => definition.name);
  return (element) => JSON.stringify(isComplex(element) ? visible.map((name) => element[name] ?? null) : element);
};

/** The element with what a client cannot send or read of the one that was there before. */
const withHidden = (node: AttributeNode, before: Element | undefined, element: Element): Element => {
  if (!isComplex(before) || !isComplex(element)) return element;
  const kept: Record<string, Value> = {};
  for (const { definition } of node.children.values()) {
    const mine = definition.mutability === 'readOnly' ? before : { ...before, ...element };
    const value = mine[definition.name];
    if (value !== undefined) kept[definition.name] = value;
  }
  return kept;
};

/** The elements by what clients see of them, the first one last. */
const byVisibleKey = (node: AttributeNode, elements: readonly Element[]): ReadonlyMap<string, Element[]> => {
  const keyOf = visibleKey(node);
  const found = new Map<string, Element[]>();
  for (const element of elements.toReversed()) {
    const alike = found.get(keyOf(element));
    if (alike === undefined) found.set(keyOf(element), [element]);
    else alike.push(element);
  }
  return found;
};

/**
 * Keeps what a client cannot send or read in those elements that are otherwise sent back as they were. Elements that look
 * alike to clients are matched in their order, each once; one that is there as it is sent is matched with itself. Linear.
 */
export const replaceElements = (
  node: AttributeNode,
  current: readonly Element[],
  incoming: readonly Element[],
): readonly Element[] => {
  if (![...node.children.values()].some(isHidden)) return incoming;
  const textOf = (element: Element): string => JSON.stringify(element);
  const [held, sent] = [new Set(current.map(textOf)), new Set(incoming.map(textOf))];
  const keyOf = visibleKey(node);
  const unmatched = byVisibleKey(
    node,
    current.filter((element) => !sent.has(textOf(element))),
  );
  return incoming.map((element) =>
    held.has(textOf(element)) ? element : withHidden(node, unmatched.get(keyOf(element))?.pop(), element),
  );
};

const replaceReadWrite = (node: AttributeNode, { current, incoming }: Values): Replaced => {
  if (node.kind === 'extension')
    return replaceChildren(node.children.values(), asComplex(current), asComplex(incoming));
  if (incoming === undefined) return Result.succeed(isKeptWhenOmitted(node) ? current : undefined);
  if (isList(incoming)) return Result.succeed(replaceElements(node, isList(current) ? current : [], incoming));
  if (!isComplex(incoming)) return Result.succeed(incoming);
  return replaceChildren(node.children.values(), asComplex(current), incoming);
};

const asComplex = (value: Value | undefined): Complex => (isComplex(value) ? value : {});

const replaceNode = (node: AttributeNode, values: Values): Replaced => {
  switch (node.definition.mutability) {
    case 'readOnly':
      return Result.succeed(values.current);
    case 'immutable':
      return replaceImmutable(node, values);
    case 'writeOnly':
      return values.incoming === undefined ? Result.succeed(values.current) : replaceReadWrite(node, values);
    case 'readWrite':
      return replaceReadWrite(node, values);
  }
};

const replaceChildren = (nodes: Iterable<AttributeNode>, current: Complex, incoming: Complex): Replaced<Complex> => {
  const complex: Record<string, Value> = {};
  for (const node of nodes) {
    const { name } = node.definition;
    const replaced = replaceNode(node, { current: current[name], incoming: incoming[name] });
    if (Result.isFailure(replaced)) return Result.fail(replaced.failure);
    if (replaced.success !== undefined) complex[name] = replaced.success;
  }
  return Result.succeed(Object.keys(complex).length === 0 ? undefined : complex);
};

/**
 * Replaces a document by what a PUT says: readWrite attributes become those sent, omitted ones are cleared but for
 * `active`; writeOnly and immutable ones are kept when omitted; readOnly ones never change. A complex value that is sent
 * follows these rules by sub-attribute, one that is omitted is cleared as a whole.
 * Fails: `Mutability` when an immutable attribute has another value already. RFC 7644 section 3.5.1.
 */
export const replaceDocument = (
  type: ResourceType,
  current: Complex,
  incoming: Complex,
): Result.Result<Complex, Mutability> => {
  const nodes = [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');
  return Result.map(replaceChildren(nodes, current, incoming), asComplex);
};

/**
 * Decides whether a PUT may replace a document by a body some of which could not be read: an attribute that has a value must
 * not lose it because the body says it under names that no schema has.
 * Fails: `InvalidValue` naming the attribute. RFC 7644 section 3.12.
 */
export const checkNothingLost = (
  current: Complex,
  unreadable: readonly AttributeNode[] = [],
): Result.Result<void, InvalidValue> => {
  const lost = unreadable.find(({ keys }) => valueAt(current, keys) !== undefined);
  return lost === undefined ? Result.void : Result.fail(unreadableValue(lost));
};
