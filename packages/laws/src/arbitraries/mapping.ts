// Mapping sets that are accepted, over any resource type: built from its attributes, type by type, so that nothing is thrown away.
import fc from 'fast-check';
import {
  STANDARD_FIELDS,
  type FieldType,
  type Lookup,
  type Mapping,
  type MappingPick,
  type MappingSet,
  type MappingSource,
  type MappingStep,
  type ProfileField,
  type ProfileValue,
} from '@looop-scim/provisioning/mapping';
import { foldCase } from '@looop-scim/scim/attribute';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { filteredPath, isPickedBy, listOf, mappableAttributes, spelled } from './mapping-attributes.ts';
import { text } from './resource.ts';

/** Texts that count as a value. */
export const word: fc.Arbitrary<string> = fc
  .oneof({ arbitrary: fc.constantFrom('work', 'home', 'lid', 'North', 'Ana Pop', 'true', '12'), weight: 2 }, text)
  .map((some) => (some.trim() === '' ? `${some}x` : some));

type Part = Extract<MappingSource, { readonly attribute: string } | { readonly constant: unknown }>;

const isBoolean = ({ definition }: AttributeNode): boolean => definition.type === 'boolean';

const picksOf = (list: AttributeNode): fc.Arbitrary<readonly MappingPick[]> => {
  const byType = word.map((type): MappingPick => ({ type }));
  return fc.array(
    fc.oneof(
      fc.constantFrom<MappingPick>('only', 'first'),
      ...(isPickedBy(list, 'primary') ? [fc.constant<MappingPick>('primary')] : []),
      ...(isPickedBy(list, 'type') ? [byType] : []),
    ),
    { minLength: 1, maxLength: 3 },
  );
};

/** A source of one value: a single attribute, or an element of a list by default, by picks or by a filter. */
const singleSource = (type: ResourceType, node: AttributeNode): fc.Arbitrary<Part> => {
  const plain = spelled(type, node.path).map((attribute): Part => ({ attribute }));
  const list = listOf(node);
  if (list === undefined) return plain;
  const picked = fc
    .tuple(spelled(type, node.path), picksOf(list))
    .map(([attribute, pick]): Part => ({ attribute, pick }));
  const filtered = filteredPath(type, node, word)?.map((attribute): Part => ({ attribute }));
  return fc.oneof(plain, picked, ...(filtered === undefined ? [] : [filtered]));
};

const listSource = (type: ResourceType, node: AttributeNode): fc.Arbitrary<Part> => {
  const plain = spelled(type, node.path).map((attribute): Part => ({ attribute }));
  const filtered = filteredPath(type, node, word)?.map((attribute): Part => ({ attribute }));
  return fc.oneof(plain, ...(filtered === undefined ? [] : [filtered]));
};

/** Values of a field. */
const valueOfType = (type: FieldType): fc.Arbitrary<ProfileValue> => {
  if (type === 'boolean') return fc.boolean();
  return type === 'string' ? word : fc.array(word, { minLength: 1, maxLength: 3 });
};

const partOf = (type: ResourceType, starts: FieldType): fc.Arbitrary<Part> => {
  const nodes = mappableAttributes(type).filter((node) =>
    starts === 'stringList'
      ? !isBoolean(node) && listOf(node) !== undefined
      : isBoolean(node) === (starts === 'boolean'),
  );
  const constant = valueOfType(starts).map((value): Part => ({ constant: value }));
  if (nodes.length === 0) return constant;
  const source = starts === 'stringList' ? listSource : singleSource;
  const attribute = fc.constantFrom(...nodes).chain((node) => source(type, node));
  return fc.oneof({ arbitrary: attribute, weight: 9 }, { arbitrary: constant, weight: 1 });
};

const sourceOf = (type: ResourceType, starts: FieldType): fc.Arbitrary<MappingSource> => {
  const part = partOf(type, starts);
  if (starts !== 'string') return part;
  const join = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', ' ', ', '))
    .map(([parts, separator]): MappingSource => ({ join: parts, separator }));
  return fc.oneof({ arbitrary: part, weight: 4 }, { arbitrary: join, weight: 1 });
};

const textStep: fc.Arbitrary<MappingStep> = fc.oneof(
  fc.constantFrom<MappingStep>('trim', 'lower', 'upper'),
  fc.constantFrom('@', '.', ' ', 'o').map((before): MappingStep => ({ before })),
  fc.constantFrom('@', '.', ' ', 'o').map((after): MappingStep => ({ after })),
  fc.integer({ min: 1, max: 6 }).map((truncate): MappingStep => ({ truncate })),
);

const keyed = <Cell>(key: fc.Arbitrary<string>, cell: fc.Arbitrary<Cell>, caseless: boolean) =>
  fc
    // Two keys that are one when case does not count would be a fault.
    .uniqueArray(fc.tuple(key, cell), {
      minLength: 1,
      maxLength: 4,
      selector: ([each]) => (caseless ? foldCase(each) : each),
    })
    .map((rows) => Object.fromEntries(rows));

/** A lookup from one type to another. */
const lookupOf = (takes: FieldType, gives: 'string' | 'boolean'): fc.Arbitrary<MappingStep> =>
  fc.boolean().chain((caseless) => {
    const cell: fc.Arbitrary<string | boolean> = gives === 'boolean' ? fc.boolean() : fc.oneof(word, fc.constant(''));
    const key = takes === 'boolean' ? fc.constantFrom('true', 'false') : word;
    const element = takes === 'stringList' ? 'string' : takes;
    const unknown: fc.Arbitrary<Lookup['unknown']> = fc.oneof(
      fc.constantFrom('empty' as const, ...(element === gives ? ['keep' as const] : [])),
      cell.map((value) => ({ value })),
    );
    return fc
      .tuple(keyed(key, cell, caseless), unknown)
      .map(([table, otherwise]): MappingStep => ({ lookup: { table, unknown: otherwise, caseless } }));
  });

const textSteps = (takes: 'string' | 'stringList') =>
  fc.array(fc.oneof({ arbitrary: textStep, weight: 4 }, { arbitrary: lookupOf(takes, 'string'), weight: 1 }), {
    maxLength: 3,
  });

/** Steps from the type that sources give to that of the field. */
const stepsOf = (starts: FieldType, due: FieldType): fc.Arbitrary<readonly MappingStep[]> => {
  if (due === 'stringList') return textSteps('stringList');
  const turns = lookupOf(starts, due === 'boolean' ? 'boolean' : 'string');
  if (starts === 'string' && due === 'string') return textSteps('string');
  const before = starts === 'string' ? textSteps('string') : fc.constant([]);
  const after = due === 'string' ? textSteps('string') : fc.constant([]);
  const isSame = starts === due;
  return fc
    .tuple(before, fc.array(turns, { minLength: isSame ? 0 : 1, maxLength: 1 }), after)
    .map((parts) => parts.flat());
};

/** Accepted mappings of one field, none of them for write-back. */
export const mappingOf = (type: ResourceType, field: ProfileField): fc.Arbitrary<Mapping> => {
  const starts: fc.Arbitrary<FieldType> =
    field.type === 'stringList'
      ? fc.constant('stringList')
      : fc.constantFrom<FieldType>(field.type, 'string', 'boolean');
  return starts.chain((start) =>
    fc.record(
      {
        field: fc.constant(field.name),
        from: fc.array(sourceOf(type, start), { minLength: 1, maxLength: 3 }),
        steps: stepsOf(start, field.type),
        otherwise: fc.oneof(
          fc.constant('empty' as const),
          valueOfType(field.type).map((value) => ({ value })),
        ),
        required: fc.boolean(),
        writeBack: fc.constant(false),
      },
      { noNullPrototype: true },
    ),
  );
};

const OWN_FIELDS: readonly ProfileField[] = [
  { name: 'skills', type: 'stringList' },
  { name: 'isCoach', type: 'boolean' },
  { name: 'constructor', type: 'string' },
  { name: 'tags', type: 'stringList' },
];

/** Accepted sets over a type: some standard fields and fields of the organisation's own. */
export const mappingSetOf = (type: ResourceType): fc.Arbitrary<MappingSet> =>
  fc
    .tuple(
      fc.subarray([...OWN_FIELDS]),
      fc.subarray([...STANDARD_FIELDS], { maxLength: 4 }),
      fc.subarray([...OWN_FIELDS]),
    )
    .chain(([fields, standard, mapped]) => {
      const own = mapped.filter((field) => fields.includes(field));
      const mappings = [...standard, ...own].map((field) => mappingOf(type, field));
      return fc.tuple(...mappings).map((all): MappingSet => ({ fields, mappings: all }));
    });
