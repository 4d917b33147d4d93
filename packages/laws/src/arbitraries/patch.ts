// PATCH requests: valid ones for a type and a document, spelled in any way, and ones that are anything but.
import fc from 'fast-check';
import { isList, valueAt, type Complex } from '@looop-scim/scim/attribute';
import { printFilter } from '@looop-scim/scim/filter';
import type { PatchOperation } from '@looop-scim/scim/patch';
import { PATCH_OP, type AttributeNode, type ResourceType } from '@looop-scim/scim/schema';
import { elementFilterFor } from './filter.ts';
import { valueOf } from './resource.ts';

const isWritable = ({ definition, storedIn, kind }: AttributeNode): boolean =>
  storedIn === 'document' && kind === 'attribute' && definition.mutability !== 'readOnly';

const writable = (nodes: Iterable<AttributeNode>): readonly AttributeNode[] =>
  [...nodes].flatMap((node) => {
    const below = writable(node.definition.multiValued ? [] : node.children.values());
    return isWritable(node) ? [node, ...below] : node.kind === 'extension' ? below : [];
  });

/** The attributes of a type that a client may write, sub-attributes of single values included; none within lists. */
export const writableNodes = (type: ResourceType): readonly AttributeNode[] => writable(type.attributes.values());

/** Attributes that no client may write, also within what it may; memberships are derived or kept elsewhere. */
export const readOnlyNodes = (nodes: Iterable<AttributeNode>): readonly AttributeNode[] =>
  [...nodes].flatMap((node) =>
    node.definition.mutability === 'readOnly' ? [node] : readOnlyNodes(node.children.values()),
  );

/** The sub-attributes that a client may write in each element of a list. */
export const partsOf = (node: AttributeNode): readonly AttributeNode[] =>
  [...node.children.values()].filter(isWritable);

/** The lists whose elements a filter can select: what is never returned cannot be filtered by. */
export const selectableLists = (type: ResourceType): readonly AttributeNode[] =>
  writableNodes(type).filter(({ definition }) => definition.multiValued && definition.returned !== 'never');

/** A path into a list: its elements by a filter, or one sub-attribute of them. */
interface ListTarget {
  readonly path: string;
  readonly node: AttributeNode;
  readonly part: AttributeNode | undefined;
}

const listTarget = (
  node: AttributeNode,
  documents: readonly Complex[],
  parts: readonly (AttributeNode | undefined)[] = [undefined, ...partsOf(node)],
): fc.Arbitrary<ListTarget> => {
  const part = fc.constantFrom(...parts);
  return fc.tuple(elementFilterFor(node, { documents }), part).map(([filter, sub]) => ({
    path: `${node.path}[${printFilter(filter)}]${sub === undefined ? '' : `.${sub.definition.name}`}`,
    node,
    part: sub,
  }));
};

const options = { secrets: true, readOnly: false } as const;

/** One element as JSON, or the value of a sub-attribute. */
const valueFor = ({ node, part }: ListTarget): fc.Arbitrary<unknown> =>
  part === undefined ? valueOf(node, options).map((list) => (isList(list) ? list[0] : list)) : valueOf(part, options);

/** The value, now and then another way to say that there is none. */
const orNothing = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: value, weight: 8 }, { arbitrary: fc.constantFrom(null, []), weight: 1 });

const OPERATIONS = ['add', 'remove', 'replace'] as const;

const operation = (path: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<PatchOperation> =>
  fc
    .tuple(fc.constantFrom(...OPERATIONS), orNothing(value))
    .map(([op, sent]) => (op === 'remove' ? { op, path } : { op, path, value: sent }));

/** A value that an attribute could have, often the one that the document has. */
const valueAround = (node: AttributeNode, document: Complex): fc.Arbitrary<unknown> => {
  const held = valueAt(document, node.keys);
  return held === undefined ? valueOf(node, options) : fc.oneof(valueOf(node, options), fc.constant(held));
};

/** Operations with a path that binds and a value that fits; mutability, required attributes and filters may refuse them. */
export const operationFor = (type: ResourceType, document: Complex): fc.Arbitrary<PatchOperation> => {
  const nodes = writableNodes(type);
  const lists = selectableLists(type);
  const plain = fc.constantFrom(...nodes).chain((node) => operation(node.path, valueAround(node, document)));
  if (lists.length === 0) return plain;
  const inLists = fc
    .constantFrom(...lists)
    .chain((node) => listTarget(node, [document]))
    .chain((target) => operation(target.path, valueFor(target)));
  return fc.oneof({ arbitrary: plain, weight: 2 }, { arbitrary: inLists, weight: 1 });
};

/** Paths into lists with a value that fits; `list` is the path of the list. */
export const listWriteFor = (type: ResourceType, document: Complex) =>
  fc
    .constantFrom(...selectableLists(type))
    .chain((node) => listTarget(node, [document]))
    .chain((target) => valueFor(target).map((value) => ({ path: target.path, list: target.node.path, value })));

/** Paths to a sub-attribute in the elements of a list, as `listWriteFor`; `part` is the name of the sub-attribute. */
export const listPartWriteFor = (type: ResourceType, document: Complex) =>
  fc
    .constantFrom(...selectableLists(type).filter((node) => partsOf(node).length > 0))
    .chain((node) => fc.constantFrom(...partsOf(node)).chain((part) => listTarget(node, [document], [part])))
    .chain((target) =>
      valueFor(target).map((value) => {
        const { path, node, part } = target;
        return { path, list: node.path, part: part?.definition.name ?? '', value };
      }),
    );

/** Values of attributes by path, as the value of an operation without path has them. */
export const pathlessValueFor = (type: ResourceType): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc
    .uniqueArray(fc.constantFrom(...writableNodes(type)), { maxLength: 5, selector: ({ path }) => path })
    .chain((nodes) =>
      fc.tuple(...nodes.map((node) => orNothing(valueOf(node, options)).map((value) => [node.path, value] as const))),
    )
    .map((entries) => Object.fromEntries(entries));

/** Paths that hardly any resource has: unknown names, broken brackets, what is readOnly. */
const junkPath = (type: ResourceType): fc.Arbitrary<string> => {
  const names = writableNodes(type).map(({ path }) => path);
  const near = fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom('', '.', '[', ']', '[value eq "1"]', '[type eq "a"].x', ':', '[pr', '.value'),
    )
    .map((parts) => parts.join(''));
  return fc.oneof(fc.constantFrom(...names, 'id', 'meta', 'meta.created', 'groups', 'members', '__proto__', ''), near);
};

/** Operations with the form that RFC 7644 section 3.5.2 asks for, most of them valid for the document. */
export const looseOperationFor = (type: ResourceType, document: Complex): fc.Arbitrary<PatchOperation> => {
  const loose = fc
    .tuple(fc.constantFrom(...OPERATIONS), junkPath(type), fc.jsonValue({ maxDepth: 3 }))
    .map(([op, path, value]): PatchOperation => (op === 'remove' ? { op, path } : { op, path, value }));
  return fc.oneof({ arbitrary: operationFor(type, document), weight: 6 }, { arbitrary: loose, weight: 1 });
};

const envelopeKey = (name: string) => fc.constantFrom(name, name, name, name.toUpperCase(), name.toLowerCase());

const junkOperation = (type: ResourceType): fc.Arbitrary<unknown> => {
  const keys = fc.dictionary(
    fc.constantFrom(...writableNodes(type).map(({ path }) => path), '__proto__', 'id'),
    fc.anything(),
  );
  return fc
    .tuple(
      envelopeKey('op'),
      fc.constantFrom('add', 'Remove', 'REPLACE', 'move', 7),
      fc.oneof({ arbitrary: junkPath(type), weight: 2 }, fc.anything()),
      fc.oneof(fc.anything(), keys),
    )
    .map(([op, name, path, value]) => ({ [op]: name, path, value }));
};

/** Bodies of PATCH requests that are valid, nearly valid, or anything. */
export const patchBodyOf = (type: ResourceType, document: Complex): fc.Arbitrary<unknown> => {
  const valid = { arbitrary: operationFor(type, document), weight: 6 };
  const operations = fc.array(fc.oneof(valid, { arbitrary: junkOperation(type), weight: 1 }), { maxLength: 4 });
  const schemas = fc.constantFrom([PATCH_OP], [PATCH_OP], [PATCH_OP], [], undefined, 'x');
  const body = fc
    .tuple(envelopeKey('Operations'), operations, schemas)
    .map(([key, list, urns]) => ({ schemas: urns, [key]: list }));
  return fc.oneof({ arbitrary: body, weight: 16 }, { arbitrary: fc.anything(), weight: 1 });
};
