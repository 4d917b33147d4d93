// Laws of reading, replacing and comparing documents (RFC 7643 section 2, RFC 7644 sections 3.3 and 3.5.1).
import fc from 'fast-check';
import * as Result from 'effect/Result';
import { represent } from '@looop-scim/scim/answer';
import {
  isComplex,
  isList,
  resolveAttribute,
  sameValue,
  valueAt,
  type Complex,
  type Element,
  type Value,
} from '@looop-scim/scim/attribute';
import { interopPolicy, strictPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { readDocument, readMemberIds } from '@looop-scim/scim/read';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { checkLengths, checkRequired, diffDocuments, replaceDocument } from '@looop-scim/scim/write';
import { clientBodyOf, jsonBodyOf } from '../arbitraries/client-body.ts';
import { documentOf, resourceOf } from '../arbitraries/resource.ts';
import { sampleTypes } from '../arbitraries/sample-type.ts';
import { law, saysNothing, type Law } from '../law.ts';
import { anyType } from './filter-case.ts';
import { normalFormFault, readOnlyPart } from './normal-form.ts';

const locate = (type: string, id: string): string => `https://scim.example/scim/v2/${type}s/${id}`;

const anyPolicy: fc.Arbitrary<InteropPolicy> = fc.constantFrom(interopPolicy, strictPolicy);

const withType = <Case>(arbitrary: (type: ResourceType) => fc.Arbitrary<Case>) =>
  anyType.chain((type) => fc.tuple(fc.constant(type), arbitrary(type)));

const same = (left: Value | undefined, right: Value | undefined): void => {
  if (!sameValue(left, right)) throw new Error(`${JSON.stringify(left)} is not ${JSON.stringify(right)}`);
};

const holds = (fact: boolean, statement: string): void => {
  if (!fact) throw new Error(statement);
};

/** JSON objects with keys of the schema and anything below them. */
const nearlyBody = (type: ResourceType): fc.Arbitrary<unknown> => {
  const names = [...type.attributes.values()].map(({ definition }) => definition.name);
  const subs = [...type.attributes.values()].flatMap(({ children }) => [...children.values()]);
  const key = fc.constantFrom(...names, ...subs.map(({ definition }) => definition.name), '__proto__', 'constructor');
  const inner = fc.oneof(fc.anything(), fc.array(fc.dictionary(key, fc.anything())), fc.dictionary(key, fc.anything()));
  const strange = fc.oneof(fc.dictionary(fc.constantFrom(...names), inner, { maxKeys: 2 }), fc.anything());
  // What is strange is added to a body that is read without it.
  const mixed = fc.tuple(jsonBodyOf(type), fc.constantFrom({}, {}, { schemas: [type.definition.schema] }), strange);
  const spread = (json: unknown): object => (typeof json === 'object' && json !== null ? json : {});
  return fc.oneof(
    { arbitrary: mixed.map(([body, schemas, odd]) => ({ ...spread(body), ...schemas, ...spread(odd) })), weight: 4 },
    { arbitrary: fc.oneof(strange, fc.jsonValue()), weight: 1 },
  );
};

const upperCaseKeys = (value: Value): unknown => {
  if (isList(value)) return value.map(upperCaseKeys);
  if (!isComplex(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toUpperCase(), upperCaseKeys(inner)]));
};

/** The strings of a document that have a limit of their own, at any depth. */
const stringsOf = (nodes: Iterable<AttributeNode>): readonly AttributeNode[] =>
  [...nodes].flatMap((node) => [
    ...(node.storedIn === 'document' && node.definition.type === 'string' ? [node] : []),
    ...stringsOf(node.children.values()),
  ]);

/** A value with everything that is around it in a document. */
const around = (node: AttributeNode, value: Element): Complex => {
  const complex = { [node.definition.name]: node.definition.multiValued ? [value] : value };
  return node.parent === undefined ? complex : around(node.parent, complex);
};

const documentFrom = (type: ResourceType, body: unknown, policy: InteropPolicy): Complex =>
  Result.getOrThrow(readDocument(type, body, policy)).document;

const readingLaws: readonly Law[] = [
  law(
    'reading a body as clients send it gives the document it was made from',
    fc.property(withType(clientBodyOf), ([type, { body, document, memberIds }]) => {
      const read = Result.getOrThrow(readDocument(type, JSON.parse(JSON.stringify(body)), interopPolicy));
      same(read.document, document);
      same(read.memberIds, memberIds);
    }),
  ),
  law(
    'reading is total: any value is read or refused, and a document read is in normal form',
    fc.property(withType(nearlyBody), anyPolicy, ([type, json], policy) => {
      const read = readDocument(type, json, policy);
      if (Result.isFailure(read)) return saysNothing();
      const nodes = [...type.attributes.values()].filter(({ storedIn }) => storedIn === 'document');
      same(normalFormFault(nodes, read.success.document, 'noReadOnly'), undefined);
    }),
    { floor: 0.3 },
  ),
  law(
    'reading is idempotent: what is read from an answer is what was read before',
    fc.property(withType(clientBodyOf), fc.nat(), ([type, { body }], version) => {
      const once = documentFrom(type, body, interopPolicy);
      const resource = { resourceType: type.name, id: '1', version, created: 0, lastModified: 0, document: once };
      same(documentFrom(type, represent(type, resource, locate), interopPolicy), once);
    }),
  ),
  law(
    'a strict policy reads canonical documents, and the case of keys does not matter',
    fc.property(
      withType((type) => documentOf(type, { secrets: true, readOnly: false })),
      ([type, document]) => {
        const members = type.definition.membership?.side === 'group' ? { members: [{ value: '1' }] } : {};
        const body = { schemas: [type.definition.schema], ...document, ...members };
        const read = Result.getOrThrow(readDocument(type, body, strictPolicy));
        same(read.document, document);
        holds(read.ignored.length === 0, 'something was left out');
        same(documentFrom(type, upperCaseKeys(body), strictPolicy), document);
      },
    ),
  ),
  law(
    'equal elements count once, and of several primary ones the last stays primary',
    fc.property(
      withType((type) => documentOf(type, { readOnly: false })),
      ([type, document]) => {
        for (const [name, node] of type.attributes) {
          const list = document[node.definition.name];
          if (!isList(list)) continue;
          same(documentFrom(type, { [name]: [...list, ...list] }, interopPolicy)[node.definition.name], list);
          if (!node.children.has('primary')) continue;
          const primaries = list.map((element) => (isComplex(element) ? { ...element, primary: true } : element));
          const read = documentFrom(type, { [name]: primaries }, interopPolicy)[node.definition.name];
          const flags = isList(read) ? read.map((element) => isComplex(element) && element['primary']) : [];
          holds(flags.lastIndexOf(true) === flags.indexOf(true) && flags.includes(true), 'not one primary');
          same(isList(read) ? read[flags.indexOf(true)] : undefined, primaries.at(-1));
        }
      },
    ),
  ),
  law(
    'member ids are read each once in the order of their first mention',
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (ids) => {
      const members = sampleTypes.find(({ definition }) => definition.membership?.side === 'group')?.membership;
      if (members === undefined) throw new Error('no type has members');
      const body = ids.map((value, index) => (index % 2 === 0 ? { value } : { VALUE: value, display: 'x' }));
      same(Result.getOrThrow(readMemberIds(members, body, interopPolicy)), [...new Set(ids)]);
    }),
  ),
];

const keysOf = (type: ResourceType, path: string): readonly string[] => resolveAttribute(type, path)?.keys ?? [];

const replaceLaws: readonly Law[] = [
  law(
    'a PUT of what was read changes nothing',
    fc.property(withType(resourceOf), anyPolicy, ([type, resource], policy) => {
      const echo = documentFrom(type, represent(type, resource, locate), policy);
      same(Result.getOrThrow(replaceDocument(type, resource.document, echo)), resource.document);
    }),
  ),
  law(
    'a PUT never changes readOnly attributes, clears what is omitted and is idempotent',
    fc.property(
      withType((type) => fc.tuple(documentOf(type), documentOf(type, { readOnly: false }))),
      ([type, [current, incoming]]) => {
        const replaced = replaceDocument(type, current, incoming);
        if (Result.isFailure(replaced)) {
          const blamed = keysOf(type, replaced.failure.attribute);
          const [old, next] = [valueAt(current, blamed), valueAt(incoming, blamed)];
          holds(old !== undefined && next !== undefined && !sameValue(old, next), `${blamed.join('.')} is refused`);
          return;
        }
        const after = replaced.success;
        same(readOnlyPart(type.attributes.values(), after), readOnlyPart(type.attributes.values(), current));
        same(Result.getOrThrow(replaceDocument(type, after, incoming)), after);
        for (const { definition, path } of type.attributes.values()) {
          const cleared = definition.mutability === 'readWrite' && definition.type === 'string' && path !== 'active';
          if (cleared) same(after[definition.name], incoming[definition.name]);
        }
        same(after['active'], incoming['active'] ?? current['active']);
      },
    ),
  ),
  law(
    'a document has its required attributes; without one of them it is refused by its name',
    fc.property(withType(documentOf), ([type, document]) => {
      holds(Result.isSuccess(checkRequired(type, document)), 'a valid document is refused');
      for (const { definition, storedIn } of type.attributes.values()) {
        if (!definition.required || storedIn !== 'document') continue;
        const { [definition.name]: _gone, ...rest } = document;
        const failure = Result.getOrThrow(Result.flip(checkRequired(type, rest)));
        same(failure.attribute, definition.name);
      }
    }),
  ),
  law(
    'a string is as long as its attribute says at most, and what a document has already stays',
    fc.property(
      withType((type) => fc.tuple(documentOf(type), fc.constantFrom(...stringsOf(type.attributes.values())))),
      ([type, [document, node]]) => {
        const { maxLength } = node.definition;
        const longest = { ...document, ...around(node, 'x'.repeat(maxLength)) };
        const longer = { ...document, ...around(node, 'x'.repeat(maxLength + 1)) };
        holds(Result.isSuccess(checkLengths(type, document, longest)), 'the longest string is refused');
        same(Result.getOrThrow(Result.flip(checkLengths(type, document, longer))).attribute, node.path);
        holds(Result.isSuccess(checkLengths(type, longer, longer)), 'a string that was there is refused');
      },
    ),
  ),
];

/** Puts changed values into a document by their paths. */
const patched = (type: ResourceType, before: Complex, changes: ReturnType<typeof diffDocuments>): Complex => {
  const values = new Map(changes.map((change) => [change.attribute, change]));
  const rebuild = (nodes: Iterable<AttributeNode>, complex: Complex): Complex => {
    const next: Record<string, Value> = {};
    for (const { definition, children, path } of nodes) {
      const old = complex[definition.name];
      const single = definition.type === 'complex' && !definition.multiValued;
      const change = values.get(path);
      const inner = single ? rebuild(children.values(), isComplex(old) ? old : {}) : undefined;
      const value = inner ?? (change === undefined ? old : change.after);
      if (value !== undefined && (inner === undefined || Object.keys(inner).length > 0)) next[definition.name] = value;
    }
    return next;
  };
  return rebuild(type.attributes.values(), before);
};

const diffLaws: readonly Law[] = [
  law(
    'the difference of two documents is empty exactly when they are the same, and applied to one it gives the other',
    fc.property(
      withType((type) => fc.tuple(documentOf(type), documentOf(type))),
      fc.boolean(),
      ([type, [before, other]], copied) => {
        // A copy by JSON has equal values under other references.
        const after: Complex = copied ? JSON.parse(JSON.stringify(before)) : { ...before, ...other };
        const changes = diffDocuments(type, before, after);
        holds((changes.length === 0) === sameValue(before, after), 'difference and sameness disagree');
        same(patched(type, before, changes), after);
        for (const { before: old, after: next } of changes) holds(!sameValue(old, next), 'a change without a change');
      },
    ),
  ),
];

/** Laws of documents: reading, required attributes, replacing, comparing. */
export const resourceLaws: readonly Law[] = [...readingLaws, ...replaceLaws, ...diffLaws];
