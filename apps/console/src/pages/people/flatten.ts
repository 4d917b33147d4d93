// A SCIM resource as a list of attributes with one value each, and the request that set each.
import type { ValueOrigins } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

/** One value of a resource. */
export interface FlatValue {
  /** Path of the attribute: what its origin is found by. */
  readonly path: string;
  /** The path as people read it: of an element of a list with its type. */
  readonly label: string;
  readonly value: string;
}

/** One part of a resource: its own attributes, or those of an extension. */
export interface FlatSection {
  /** URN of the extension; empty for the own attributes. */
  readonly schema: string;
  readonly values: readonly FlatValue[];
}

/** What the page shows elsewhere. */
const ELSEWHERE = new Set(['schemas', 'id', 'meta', 'groups', 'externalId']);
const URN = 'urn:';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? text.person.yes : text.person.no;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** How an element of a list is told from the others. */
const markOf = ({ type, primary }: Json): string => {
  const marks = [...(typeof type === 'string' ? [type] : []), ...(primary === true ? ['primary'] : [])];
  return marks.length === 0 ? '' : `[${marks.join(', ')}]`;
};

const elementValues = (path: string, label: string, element: unknown): readonly FlatValue[] => {
  if (!isObject(element)) return [{ path, label, value: shown(element) }];
  const { type: _type, primary: _primary, value, ...rest } = element;
  const mark = `${label}${markOf(element)}`;
  const others = Object.entries(rest).map(([name, one]) => ({ path, label: `${mark}.${name}`, value: shown(one) }));
  return value === undefined ? others : [{ path, label: mark, value: shown(value) }, ...others];
};

const valuesOf = (path: string, label: string, value: unknown): readonly FlatValue[] => {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => elementValues(path, label, element));
  if (!isObject(value)) return [{ path, label, value: shown(value) }];
  return Object.entries(value).flatMap(([name, one]) => valuesOf(`${path}.${name}`, `${label}.${name}`, one));
};

/** The values of a resource, its own attributes first. */
export const flatten = (resource: Json): readonly FlatSection[] => {
  const entries = Object.entries(resource).filter(([name]) => !ELSEWHERE.has(name));
  const own = entries.filter(([name]) => !name.startsWith(URN));
  const extensions = entries.filter(([name]) => name.startsWith(URN));
  return [
    { schema: '', values: own.flatMap(([name, value]) => valuesOf(name, name, value)) },
    ...extensions.map(([schema, value]) => ({
      schema,
      values: isObject(value)
        ? Object.entries(value).flatMap(([name, one]) => valuesOf(`${schema}:${name}`, name, one))
        : [],
    })),
  ].filter(({ values }) => values.length > 0);
};

/** The request that set the value at a path. */
export const originOf = ({ origins }: ValueOrigins, path: string): ValueOrigins['origins'][number] | undefined =>
  origins.find(({ attribute }) => attribute === path);

/** A group that a person is in. */
export interface GroupOfPerson {
  readonly id: string;
  readonly name: string;
  readonly isDirect: boolean;
}

/** The groups of a person. */
export const groupsOf = (resource: Json): readonly GroupOfPerson[] => {
  const listed: unknown = resource['groups'];
  if (!Array.isArray(listed)) return [];
  return listed.filter(isObject).map(({ value, display, type }) => ({
    id: String(value),
    name: typeof display === 'string' ? display : String(value),
    isDirect: type !== 'indirect',
  }));
};
