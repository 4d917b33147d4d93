// Which attribute somebody meant by a name that the resource type does not have.
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { resolveAttribute, resolveExtensionAttribute } from './attribute-path.ts';
import { closestIn, closestName, indexNames, type NameIndex } from './closest-name.ts';
import { COMMON_NAMES } from './common-names.ts';

/** Longest spelling that is looked at, a schema URN included. */
const LONGEST_SPELLING = 256;

/** Sub-attributes that so many attributes have that their bare name means none of them. */
const WITHOUT_MEANING: ReadonlySet<string> = new Set(['value', 'display', 'type', 'primary', '$ref', 'formatted']);

const isExtension = ({ kind }: AttributeNode): boolean => kind === 'extension';

/** Names and the paths that they mean: of attributes, of sub-attributes with and without their attribute. */
const namesOf = function* (type: ResourceType): Generator<readonly [string, string]> {
  const own = [...type.attributes.values()].filter((node) => !isExtension(node));
  const extended = type.extensions.flatMap(({ children }) => [...children.values()]);
  for (const { definition, path } of [...own, ...extended]) yield [definition.name, path];
  for (const [path, names] of COMMON_NAMES) {
    const node = resolveAttribute(type, path) ?? resolveExtensionAttribute(type, path);
    if (node !== undefined) for (const name of names) yield [name, node.path];
  }
  for (const { definition, children } of [...own, ...extended]) {
    for (const child of children.values()) {
      yield [`${definition.name}.${child.definition.name}`, child.path];
      if (!definition.multiValued && !WITHOUT_MEANING.has(child.definition.name.toLowerCase())) {
        yield [child.definition.name, child.path];
      }
    }
  }
};

const indexes = new WeakMap<ResourceType, NameIndex>();

const indexOf = (type: ResourceType): NameIndex => {
  const known = indexes.get(type);
  if (known !== undefined) return known;
  const index = indexNames(namesOf(type));
  indexes.set(type, index);
  return index;
};

/** The spelling of an attribute without a filter behind it, and with dots where somebody wrote slashes. */
const plainSpelling = (spelling: string): string => {
  const [beforeFilter = ''] = spelling.trim().split('[', 1);
  return beforeFilter
    .split('/')
    .filter((part) => part !== '')
    .join('.');
};

/** Behind a URN that is nearly the one of a schema of the type. */
const suggestBehindUrn = (type: ResourceType, urn: string, name: string): string | undefined => {
  const meant = closestName(
    urn,
    type.schemas.map(({ id }) => id),
  );
  if (meant === undefined) return undefined;
  const exact = resolveAttribute(type, `${meant}:${name}`);
  if (exact !== undefined) return exact.path;
  const extension = type.attributes.get(meant.toLowerCase());
  const inside = [...(extension?.children.values() ?? [])].map(({ definition }) => definition.name);
  const nearest = closestName(name, inside);
  return nearest === undefined ? undefined : resolveAttribute(type, `${meant}:${nearest}`)?.path;
};

const partsOf = (urn: string): number => urn.split(':').length;

/** The URN of a schema of the type that a text of as many parts is nearly. */
const suggestUrn = (type: ResourceType, spelling: string): string | undefined =>
  closestName(
    spelling,
    type.schemas.map(({ id }) => id).filter((id) => partsOf(id) === partsOf(spelling)),
  );

/**
 * The attribute that a name probably means which the type does not have: another case or separator, an extension without its
 * URN, a URN that is misspelled, a name that other systems use, few edits. The answer is a path in schema spelling, with the
 * URN of an extension; for a misspelled URN alone it is the URN. undefined when nothing is near or the name is longer than 256 characters; what it costs is bounded.
 */
export const suggestAttribute = (type: ResourceType, name: string): string | undefined => {
  if (name.length > LONGEST_SPELLING) return undefined;
  const spelling = plainSpelling(name);
  const known = resolveAttribute(type, spelling) ?? resolveExtensionAttribute(type, spelling);
  if (known !== undefined && !isExtension(known)) return known.path;
  const colon = spelling.lastIndexOf(':');
  if (colon < 0) return closestIn(indexOf(type), spelling);
  const bare = spelling.slice(colon + 1);
  const urn = suggestUrn(type, spelling);
  if (urn !== undefined) return urn;
  return suggestBehindUrn(type, spelling.slice(0, colon), bare) ?? closestIn(indexOf(type), bare);
};
