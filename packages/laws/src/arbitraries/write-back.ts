// Mappings for write-back: every shape that has a way back.
import fc from 'fast-check';
import type { Mapping, MappingPick, MappingSource, MappingStep } from '@looop-scim/provisioning/mapping';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { hasAbove, isPickedBy, listOf, mappableAttributes } from './mapping-attributes.ts';
import { word } from './mapping.ts';

const isWritable = (node: AttributeNode): boolean =>
  !hasAbove(node, ({ definition }) => ['readOnly', 'immutable'].includes(definition.mutability));

const pickWords = (list: AttributeNode, node: AttributeNode): readonly ('type' | 'primary')[] =>
  (['type', 'primary'] as const).filter((name) => {
    const sub = list.children.get(name);
    return sub !== undefined && sub !== node && isPickedBy(list, name) && isWritable(sub);
  });

const hasWayBack = (node: AttributeNode): boolean => {
  if (!isWritable(node) || !['string', 'reference', 'boolean'].includes(node.definition.type)) return false;
  const list = listOf(node);
  // Elements are picked by their type and by being primary: whoever changed that would mean another element.
  if (list !== undefined && ['type', 'primary'].includes(node.definition.name)) return false;
  return list === undefined || (list !== node && pickWords(list, node).length > 0);
};

/** The attributes of a type to which a field can be written back. */
export const writableAttributes = (type: ResourceType): readonly AttributeNode[] =>
  mappableAttributes(type).filter(hasWayBack);

const sourceOf = (node: AttributeNode): fc.Arbitrary<MappingSource> => {
  const list = listOf(node);
  if (list === undefined) return fc.constant({ attribute: node.path });
  const words = pickWords(list, node);
  const pick = fc
    .constantFrom(...words)
    .chain((name): fc.Arbitrary<MappingPick> =>
      name === 'primary' ? fc.constant(name) : fc.constantFrom('work', 'home', 'LID').map((type) => ({ type })),
    );
  const picked = fc.array(pick, { minLength: 1, maxLength: 3 }).map((picks) => ({ attribute: node.path, pick: picks }));
  if (!words.includes('type')) return picked;
  const filtered = { attribute: `${list.path}[type eq "work"].${node.definition.name}` };
  return fc.oneof({ arbitrary: picked, weight: 4 }, { arbitrary: fc.constant(filtered), weight: 1 });
};

const oneToOne = (key: fc.Arbitrary<string>): fc.Arbitrary<MappingStep> =>
  fc
    .tuple(fc.uniqueArray(key, { minLength: 1, maxLength: 4 }), fc.uniqueArray(word, { minLength: 4, maxLength: 4 }))
    .map(([keys, cells]) => ({
      lookup: {
        table: Object.fromEntries(keys.map((each, index) => [each, cells[index] ?? '?'])),
        unknown: 'empty',
        caseless: false,
      },
    }));

const isBoolean = ({ definition }: AttributeNode): boolean => definition.type === 'boolean';

/** Keys of the table of a mapping; undefined when it has none. A table of `true` and `false` takes texts and booleans alike. */
const tableKeys = (first: AttributeNode): fc.Arbitrary<fc.Arbitrary<string> | undefined> => {
  const truth = fc.constantFrom('true', 'false');
  return isBoolean(first) ? fc.constantFrom(undefined, truth) : fc.constantFrom(undefined, word, truth);
};

/** Mappings of `title` or `active` for write-back: one attribute or several, with or without a table. */
export const writeBackMappingOf = (nodes: readonly AttributeNode[]): fc.Arbitrary<Mapping> =>
  fc
    .constantFrom(...nodes)
    .chain((first) => fc.tuple(fc.constant(first), tableKeys(first)))
    .chain(([first, keys]) => {
      const takesBoth = keys !== undefined && keys !== word;
      const others = takesBoth ? nodes : nodes.filter((node) => isBoolean(node) === isBoolean(first));
      const more = fc.array(fc.constantFrom(...others).chain(sourceOf), { maxLength: 2 });
      const givesText = !isBoolean(first) || keys !== undefined;
      return fc
        .tuple(sourceOf(first), more, keys === undefined ? fc.constant([]) : fc.tuple(oneToOne(keys)), fc.boolean())
        .map(([from, further, steps, hasDefault]): Mapping => ({
          field: givesText ? 'title' : 'active',
          from: [from, ...further],
          steps,
          otherwise: hasDefault ? { value: givesText ? 'none' : true } : 'empty',
          required: false,
          writeBack: true,
        }));
    });
