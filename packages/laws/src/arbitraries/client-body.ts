// What clients make of a document on its way to the server: other key case, nulls and empty values for what is unassigned,
// scalars of another type, unwrapped and wrapped values, attributes nobody knows, readOnly attributes echoed back.
import fc from 'fast-check';
import { isComplex, isList, type Complex, type Element, type Scalar, type Value } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { documentOf } from './resource.ts';

/** JSON as a client sends it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A body and what a server with all leniencies reads from it. */
export interface ClientBody {
  readonly body: Json;
  readonly document: Complex;
  /** Absent when the body has no members, or when the type has none. */
  readonly memberIds?: readonly string[];
}

/** Decides how a body deviates; out of decisions it answers 0, which is the plain form: bodies shrink to plain ones. */
type Choose = (options: number) => number;

const chooser = (decisions: readonly number[]): Choose => {
  let next = 0;
  return (options) => {
    const decision = decisions[next] ?? 0;
    next += 1;
    return decision % options;
  };
};

const pick = <Option>(choose: Choose, options: readonly [Option, ...Option[]]): Option =>
  options[choose(options.length)] ?? options[0];

const respell = (name: string, choose: Choose): string =>
  pick(choose, [name, name.toUpperCase(), name.toLowerCase(), `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]);

const disguiseString = (value: string, choose: Choose): Json => {
  if (value === 'true' || value === 'false') return pick<Json>(choose, [value, value === 'true']);
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? pick<Json>(choose, [value, number]) : value;
};

const disguiseScalar = ({ definition }: AttributeNode, value: Scalar, choose: Choose): Json => {
  if (typeof value === 'boolean') {
    return pick<Json>(choose, [value, String(value), value ? 'True' : 'False', String(value).toUpperCase()]);
  }
  if (typeof value === 'number') return pick<Json>(choose, [value, String(value)]);
  return definition.type === 'string' ? disguiseString(value, choose) : value;
};

const NOISE: readonly [Json, ...Json[]] = ['x', null, {}, [], [{ deep: [{ er: 1 }] }], 0];
const STRANGERS: readonly [string, ...string[]] = [
  'unknown',
  '__proto__',
  'constructor',
  'toString',
  'adreses',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0User',
];

const unassigned = ({ definition }: AttributeNode, choose: Choose): Json => {
  if (definition.type === 'complex') return pick<Json>(choose, [null, [], {}, { unknown: null }]);
  return definition.type === 'string' ? pick<Json>(choose, [null, [], '']) : pick<Json>(choose, [null, []]);
};

type Entries = (readonly [string, Json])[];

/** Object.fromEntries makes an own property of `__proto__`, as JSON.parse does. */
const toObject = (entries: Entries): Json => Object.fromEntries(entries);

const disguiseComplex = (children: Iterable<AttributeNode>, value: Complex, choose: Choose): Entries => {
  const entries: Entries = [];
  for (const node of children) {
    const { name, mutability } = node.definition;
    const key = respell(name, choose);
    const held = value[name];
    if (mutability === 'readOnly' || node.storedIn !== 'document') {
      if (choose(4) === 1) entries.push([key, pick(choose, NOISE)]);
    } else if (held === undefined) {
      if (choose(3) === 1) entries.push([key, unassigned(node, choose)]);
    } else {
      // Of keys that differ in case alone the last one counts.
      if (choose(8) === 1 && key !== name) entries.push([name, null]);
      entries.push([key, disguise(node, held, choose)]);
    }
  }
  if (choose(4) === 1) entries.push([pick(choose, STRANGERS), pick(choose, NOISE)]);
  return entries;
};

/** Whether a text begins as the JSON of a list or an object does. */
const isJsonText = (json: unknown): boolean =>
  typeof json === 'string' && (json.trimStart().startsWith('[') || json.trimStart().startsWith('{'));

const disguiseElement = (node: AttributeNode, element: Element, choose: Choose): Json => {
  if (!isComplex(element)) return disguiseScalar(node, element, choose);
  const [only, ...others] = Object.entries(element);
  const value = node.children.get('value');
  if (value !== undefined && only !== undefined && others.length === 0 && only[0] === 'value' && choose(3) === 1) {
    // A bare value stands for an object as it is, not as another type that could become it.
    return isComplex(only[1]) || isList(only[1]) || isJsonText(only[1]) ? toObject([only]) : only[1];
  }
  return toObject(disguiseComplex(node.children.values(), element, choose));
};

/** Whether JSON may stand for a list with this one value: an object, or a text that is not itself JSON. */
const standsAlone = ({ definition }: AttributeNode, json: Json): boolean => {
  if (typeof json === 'string') return !isJsonText(json);
  const isText = !['boolean', 'integer', 'decimal', 'complex'].includes(definition.type);
  return typeof json === 'object' || !isText;
};

/** A list or an object, now and then as the text of its JSON. */
const asText = (json: Json, choose: Choose): Json =>
  typeof json === 'object' && json !== null && choose(8) === 1 ? JSON.stringify(json) : json;

const disguise = (node: AttributeNode, value: Value, choose: Choose): Json => {
  if (!isList(value)) {
    const json = asText(disguiseElement(node, value, choose), choose);
    return node.kind === 'attribute' && choose(8) === 1 ? [json] : json;
  }
  const elements = value.map((element) => disguiseElement(node, element, choose));
  const [only, ...others] = elements;
  if (only !== undefined && others.length === 0 && standsAlone(node, only) && choose(4) === 1) return only;
  return asText(choose(6) === 1 ? [...elements, null, ...elements.slice(0, 1)] : elements, choose);
};

/** Entries of extensions under whole URNs, or all of the core under its URN. */
const underUrns = (type: ResourceType, entries: Entries, choose: Choose): Entries => {
  const core = type.definition.schema;
  const flat = entries.flatMap(([key, json]): Entries => {
    const extension = type.extensions.find(({ path }) => path.toLowerCase() === key.toLowerCase());
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    if (extension === undefined || !isObject || choose(4) !== 1) return [[key, json]];
    return Object.entries(json).map(([name, inner]) => [`${key}:${name}`, inner]);
  });
  if (choose(8) !== 1) return flat;
  const isCore = ([key]: readonly [string, Json]): boolean => !key.includes(':') && key.toLowerCase() !== 'schemas';
  return [...flat.filter((entry) => !isCore(entry)), [respell(core, choose), toObject(flat.filter(isCore))]];
};

const echoed = (type: ResourceType, choose: Choose): Entries => {
  const core = type.definition.schema;
  const entries: Entries = [];
  const schemas = pick<Json | undefined>(choose, [
    [core],
    undefined,
    [],
    ['urn:scim:schemas:core:1.0', core],
    type.schemas.map(({ id }) => id.toUpperCase()),
  ]);
  if (schemas !== undefined) entries.push([respell('schemas', choose), schemas]);
  if (choose(3) === 1) entries.push(['id', pick<Json>(choose, ['bulkId', 7, null])]);
  if (choose(3) === 1) entries.push(['meta', { resourceType: 'Other', version: 'W/"9"', created: null }]);
  return entries;
};

const memberEntries = (type: ResourceType, ids: readonly string[] | undefined, choose: Choose): Entries => {
  if (type.definition.membership?.side !== 'group' || ids === undefined) return [];
  const members = ids.map((id): Json =>
    pick<Json>(choose, [
      { value: id },
      { VALUE: id, type: 'User', display: 'Ana Pop', $ref: '../Users/1' },
      { value: id, type: null, display: 7 },
      id,
    ]),
  );
  return [[respell(type.definition.membership.attribute, choose), members]];
};

const decisions = fc.array(fc.nat({ max: 239 }), { maxLength: 120, size: 'max' });

/**
 * Bodies of POST and PUT with what a server that has all leniencies reads from them. readOnly attributes and those kept
 * outside the document are noise in the body and absent from the document.
 */
export const clientBodyOf = (type: ResourceType): fc.Arbitrary<ClientBody> =>
  fc
    .tuple(
      documentOf(type, { secrets: true, readOnly: false }),
      decisions,
      type.definition.membership?.side === 'group'
        ? fc.option(fc.uniqueArray(fc.uuid({ version: 7 }), { maxLength: 4 }), { nil: undefined })
        : fc.constant(undefined),
    )
    .map(([document, deviations, memberIds]) => {
      const choose = chooser(deviations);
      const echo = echoed(type, choose);
      const members = memberEntries(type, memberIds, choose);
      const attributes = [...type.attributes.values()].filter(
        (node) =>
          node.storedIn === 'document' ||
          (node.storedIn === 'memberships' && node.definition.mutability === 'readOnly'),
      );
      const entries = disguiseComplex(attributes, document, choose);
      return {
        document,
        body: toObject([...echo, ...underUrns(type, [...members, ...entries], choose)]),
        ...(memberIds && { memberIds }),
      };
    });

/** Bodies of POST and PUT as clients send them. */
export const jsonBodyOf = (type: ResourceType): fc.Arbitrary<Json> => clientBodyOf(type).map(({ body }) => body);
