// From the spelling of an attribute to its node: `{urn}:{attribute}.{sub-attribute}` (RFC 7644 section 3.10).
// The longest known schema URN wins, so that the colons and dots inside URNs never mislead.
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

const isAlpha = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether a character may stand in an attribute name: letters, digits, `-`, `_` and `$`. RFC 7643 section 2.1. */
export const isNameCharacter = (code: number): boolean =>
  isAlpha(code) || isDigit(code) || code === 45 || code === 95 || code === 36;

/** Whether the text is a well-formed attribute name; a leading `$` is accepted for `$ref`. RFC 7643 section 2.1. */
export const isAttributeName = (text: string): boolean => {
  if (text.length === 0) return false;
  const first = text.charCodeAt(0);
  if (!isAlpha(first) && first !== 36) return false;
  for (let index = 1; index < text.length; index += 1) if (!isNameCharacter(text.charCodeAt(index))) return false;
  return true;
};

const descend = (start: ReadonlyMap<string, AttributeNode>, dotted: string): AttributeNode | undefined => {
  let children = start;
  let node: AttributeNode | undefined;
  for (const name of dotted.split('.')) {
    node = children.get(name);
    if (node === undefined) return undefined;
    children = node.children;
  }
  return node;
};

/** What follows the URN in `text` when it begins with it: undefined when nothing fitting does, empty when it is the URN alone. */
const afterUrn = (text: string, urn: string): string | undefined => {
  if (!text.startsWith(urn)) return undefined;
  if (text.length === urn.length) return '';
  if (text.length === urn.length + 1) return undefined;
  // A dot instead of the colon is sent by Entra ID's own request collections (ENTRA-15).
  const separator = text[urn.length];
  return separator === ':' || separator === '.' ? text.slice(urn.length + 1) : undefined;
};

/** A spelling cut behind the longest schema URN that it begins with; the core schema has no extension node. */
interface Addressed {
  readonly length: number;
  readonly extension: AttributeNode | undefined;
  readonly rest: string;
}

const cutUrn = (type: ResourceType, text: string): Addressed | undefined => {
  let best: Addressed | undefined;
  const consider = (urn: string, extension: AttributeNode | undefined): void => {
    const rest = afterUrn(text, urn);
    if (rest !== undefined && (best === undefined || best.length < urn.length))
      best = { rest, length: urn.length, extension };
  };
  consider(type.definition.schema.toLowerCase(), undefined);
  for (const extension of type.extensions) consider(extension.path.toLowerCase(), extension);
  return best;
};

/**
 * Finds the node that a spelling addresses, in any case of URN and names; undefined when the type has no such attribute.
 * A bare extension URN addresses the extension as a whole. RFC 7644 section 3.10.
 */
export const resolveAttribute = (type: ResourceType, spelling: string): AttributeNode | undefined => {
  const text = spelling.toLowerCase();
  if (!text.includes(':')) return descend(type.attributes, text);
  const addressed = cutUrn(type, text);
  if (addressed === undefined) return undefined;
  const { extension, rest } = addressed;
  if (rest === '') return extension;
  if (extension !== undefined) return descend(extension.children, rest);
  // A colon is left: an extension's URN behind the core one names nothing.
  return rest.includes(':') ? undefined : descend(type.attributes, rest);
};

/**
 * Finds the attribute of an extension whose URN the client leaves out; undefined when no extension has such an attribute, or
 * several have.
 */
export const resolveExtensionAttribute = (type: ResourceType, spelling: string): AttributeNode | undefined => {
  const [found, ...others] = type.extensions.flatMap(({ children }) => descend(children, spelling.toLowerCase()) ?? []);
  return others.length === 0 ? found : undefined;
};

/** Whether an attribute of an extension may be named without its URN. */
export interface NameOptions {
  readonly bareExtensionNames: boolean;
}

/** Finds the node that a spelling addresses, in an extension too where the policy allows its name alone. */
export const resolveName = (
  type: ResourceType,
  spelling: string,
  { bareExtensionNames }: NameOptions,
): AttributeNode | undefined =>
  resolveAttribute(type, spelling) ?? (bareExtensionNames ? resolveExtensionAttribute(type, spelling) : undefined);

/** Finds a sub-attribute by its name in any case, for names inside the brackets of a value path. */
export const resolveSubAttribute = (parent: AttributeNode, name: string): AttributeNode | undefined =>
  parent.children.get(name.toLowerCase());
