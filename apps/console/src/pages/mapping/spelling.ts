// How identity providers spell an attribute: what an administrator types into Okta and Entra ID.
import type { MappingCatalogue } from '@looop-scim/http-api/contract';
import type { AttributeSource } from './mapping-set.ts';

/** An attribute in the words of both. */
export interface Spelling {
  /** Okta, Profile Editor: external name and external namespace. */
  readonly okta: { readonly name: string; readonly namespace: string };
  /** Entra ID, Mappings: target attribute. */
  readonly entra: string;
}

type Attribute = MappingCatalogue['attributes'][number];

interface Path {
  /** Without the filter. */
  readonly plain: string;
  /** The type that the filter names. */
  readonly type: string | undefined;
}

const TYPE_FILTER = 'type eq ';

/** The path without a filter, and the type that a filter picks. The server has bound the path before. */
const split = (path: string): Path => {
  const [open, close] = [path.indexOf('['), path.indexOf(']')];
  if (open < 0 || close < open) return { plain: path, type: undefined };
  const filter = path.slice(open + 1, close).trim();
  const isType = filter.toLowerCase().startsWith(TYPE_FILTER);
  return {
    plain: path.slice(0, open) + path.slice(close + 1),
    type: isType ? filter.slice(TYPE_FILTER.length).trim().replaceAll('"', '') : undefined,
  };
};

/** The type that is picked first, where one is. */
const pickedType = ({ pick = [] }: AttributeSource): string | undefined => {
  const [first] = pick;
  return typeof first === 'object' ? first.type : undefined;
};

/** Type that Entra ID sends where no type is asked for. */
const ENTRA_TYPE = 'work';

const listSpelling = ({ name, schema, types }: Attribute, type: string | undefined): Spelling => {
  const [list = name, ...rest] = name.split('.');
  const inner = rest.join('.');
  if (inner === '') return { okta: { name, namespace: schema }, entra: name };
  const picked = type === undefined ? 'primary==true' : `type=='${type}'`;
  const element = types === undefined ? `${list}[primary eq true]` : `${list}[type eq "${type ?? ENTRA_TYPE}"]`;
  return { okta: { name: `${list}.^[${picked}].${inner}`, namespace: schema }, entra: `${element}.${inner}` };
};

/** The manager is a reference in Entra ID, which sends its value by itself. */
const withoutValue = (path: string): string =>
  path.endsWith(':manager.value') ? path.slice(0, -'.value'.length) : path;

/** How a source is spelled; undefined for an attribute that the organisation does not have. */
export const spellingOf = (source: AttributeSource, { attributes }: MappingCatalogue): Spelling | undefined => {
  const { plain, type } = split(source.attribute);
  const found = attributes.find(({ path }) => path.toLowerCase() === plain.toLowerCase());
  if (found === undefined) return undefined;
  if (found.isList) return listSpelling(found, type ?? pickedType(source));
  return { okta: { name: found.name, namespace: found.schema }, entra: withoutValue(found.path) };
};
