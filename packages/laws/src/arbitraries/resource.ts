// Documents and resources of any compiled resource type, in canonical form: what stores hold and what answers are made of.
import fc from 'fast-check';
import {
  sameValue,
  type Complex,
  type Element,
  type MembershipReference,
  type Resource,
  type Scalar,
  type Value,
} from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';

const WORDS = [
  'Ana Pop',
  'ana.pop@acme.example',
  'ANA.POP@ACME.EXAMPLE',
  'Straße 1',
  'North',
  'north',
  'true',
  '12',
  "O'Hara; DROP TABLE users",
];

// Characters that mislead quoting, escaping, case folding, collation or paths.
const AWKWARD = [
  ...['"', "'", '\\', '$', '.', ':', '[', ']', '%', '_', '*', '/', ' ', '-', '0', 'A', 'a', 'null'],
  ...['ß', 'İ', 'ı', 'Σ', 'ς', 'é', 'e\u0301', '😀', '𐐀', '\u{10ffff}', '\ufffd', '\uffff', '\u2028', '\n', '\u0001'],
];

/** Non-empty strings without U+0000 and lone surrogates: words, awkward characters, any code points. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...WORDS), weight: 3 },
  {
    arbitrary: fc.array(fc.constantFrom(...AWKWARD), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
    weight: 3,
  },
  {
    arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).map((any) => any.replaceAll('\u0000', '0')),
    weight: 1,
  },
);

const instant = fc.date({
  min: new Date('0001-01-03T00:00:00Z'),
  max: new Date('9999-12-29T00:00:00Z'),
  noInvalidDate: true,
});

const dateTime: fc.Arbitrary<string> = fc
  .tuple(instant, fc.constantFrom('', 'Z', '+02:00', '-05:30'), fc.constantFrom(19, 21, 23))
  .map(([date, offset, length]) => `${date.toISOString().slice(0, length)}${offset}`);

const decimal = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -9, max: 9 }))
  .map((number) => (number === 0 ? 0 : number));

const base64 = fc.base64String({ minLength: 4, maxLength: 16 });

const reference = fc.oneof(
  fc.webUrl(),
  fc.constantFrom('../Users/2819c223', 'urn:example:2.0:thing', 'https://pictures.example/ana.png'),
);

/** Values of a simple attribute in canonical form. RFC 7643 section 2.3. */
export const scalarOf = ({ definition }: AttributeNode): fc.Arbitrary<Scalar> => {
  switch (definition.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(fc.integer({ min: -9, max: 9 }), fc.maxSafeInteger());
    case 'decimal':
      return decimal;
    case 'dateTime':
      return dateTime;
    case 'binary':
      return base64;
    case 'reference':
      return reference;
    default:
      return definition.canonicalValues.length === 0
        ? text
        : fc.oneof(fc.constantFrom(...definition.canonicalValues), text);
  }
};

/** What documents may hold beyond what a store keeps. */
export interface DocumentOptions {
  /** Whether attributes that are never returned have values, as in a body just read. Default: no. */
  readonly secrets?: boolean;
  /** Whether readOnly attributes of the document have values. Default: yes. */
  readonly readOnly?: boolean;
}

const present = (node: AttributeNode, { secrets = false, readOnly = true }: DocumentOptions): boolean =>
  node.storedIn === 'document' &&
  (secrets || node.definition.returned !== 'never') &&
  (readOnly || node.definition.mutability !== 'readOnly');

const complexOf = (children: Iterable<AttributeNode>, options: DocumentOptions): fc.Arbitrary<Complex> => {
  const nodes = [...children].filter((node) => present(node, options));
  const model = Object.fromEntries(nodes.map((node) => [node.definition.name, valueOf(node, options)]));
  const requiredKeys = nodes.filter((node) => node.definition.required).map((node) => node.definition.name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
};

const nonEmptyComplexOf = (node: AttributeNode, options: DocumentOptions): fc.Arbitrary<Complex> => {
  const children = [...node.children.values()].filter((child) => present(child, options));
  // What a client can neither send nor read does not tell one element of a list from another.
  const plain = children.filter(
    ({ definition }) => definition.mutability === 'readWrite' && definition.returned !== 'never',
  );
  const nodes = node.definition.multiValued && plain.length > 0 ? plain : children;
  // One sub-attribute is forced, so that no complex value is empty; nothing has to be filtered out.
  return fc
    .tuple(
      complexOf(node.children.values(), options),
      fc.oneof(
        ...nodes.map((child) => valueOf(child, options).map((value) => [child.definition.name, value] as const)),
      ),
    )
    .map(([complex, [name, value]]) => ({ [name]: value, ...complex }));
};

const withOnePrimary = (elements: readonly Element[]): readonly Element[] => {
  const kept: Element[] = [];
  let seen = false;
  for (const element of elements) {
    const primary = typeof element === 'object' && element['primary'] === true;
    const next = primary && seen ? { ...element, primary: false } : element;
    seen ||= primary;
    if (!kept.some((other) => sameValue(other, next))) kept.push(next);
  }
  return kept;
};

const singleOf = (node: AttributeNode, options: DocumentOptions): fc.Arbitrary<Element> =>
  node.definition.type === 'complex' ? nonEmptyComplexOf(node, options) : scalarOf(node);

/** Values of an attribute in canonical form: lists are not empty, without duplicates, with at most one primary element. */
export const valueOf = (node: AttributeNode, options: DocumentOptions = {}): fc.Arbitrary<Value> =>
  node.definition.multiValued
    ? fc.array(singleOf(node, options), { minLength: 1, maxLength: 3 }).map(withOnePrimary)
    : singleOf(node, options);

/** Valid documents of a type as stores hold them: all required attributes, any of the others. RFC 7643 section 2.5. */
export const documentOf = (type: ResourceType, options: DocumentOptions = {}): fc.Arbitrary<Complex> =>
  complexOf(type.attributes.values(), options);

const inOrder = (references: readonly MembershipReference[]): readonly MembershipReference[] =>
  references.toSorted((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));

/** Members of a group or groups of a user, ordered by id. */
export const membershipsOf = (type: ResourceType): fc.Arbitrary<readonly MembershipReference[]> => {
  const derived = type.definition.membership?.side === 'member';
  const resourceType = derived ? fc.constant('Group') : fc.constantFrom('User', 'Group');
  const membership = fc.record(
    { id: fc.uuid({ version: 7 }), resourceType, display: text },
    { requiredKeys: ['id', 'resourceType'], noNullPrototype: true },
  );
  return fc.uniqueArray(membership, { selector: ({ id }) => id, maxLength: 4 }).map(inOrder);
};

/** Resources of a type with what the service provider keeps beside the document; memberships are sometimes not read. */
export const resourceOf = (type: ResourceType, options: DocumentOptions = {}): fc.Arbitrary<Resource> =>
  fc
    .record({
      id: fc.uuid({ version: 7 }),
      version: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
      created: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      age: fc.nat({ max: 1_000_000_000 }),
      document: documentOf(type, options),
      memberships:
        type.membership === undefined ? fc.constant(undefined) : fc.option(membershipsOf(type), { nil: undefined }),
    })
    .map(({ age, memberships, ...rest }) => ({
      resourceType: type.name,
      ...rest,
      lastModified: rest.created + age,
      ...(memberships !== undefined && { memberships }),
    }));
