// Where the values of a document attribute are found in the comparable JSON: a path from a value that is at hand, and an
// EXISTS over the elements where the attribute, or one above it, is multi-valued. Paths are bound values like everything else.
import type { AttributeNode } from '@looop-scim/scim/schema';
import { COUNTED, sql, type Sql } from '../sql.ts';

/** A value at hand: the comparable document of a row, or one element of a multi-valued attribute in it. */
export interface JsonSource {
  /** JSONB of a document or complex element; the plain SQL value of a simple element. */
  readonly value: Sql;
  /** The multi-valued attribute whose element this is; undefined for the document. */
  readonly node: AttributeNode | undefined;
  /** Nesting of EXISTS so far: gives each its own alias. */
  readonly depth: number;
}

/** The comparable document of the row `r` of resources. */
export const documentSource: JsonSource = { value: sql`r.comparable`, node: undefined, depth: 0 };

/** Aliases of elements by depth; deeper nesting does not exist in any schema (RFC 7643 section 2.3.8). */
const ALIASES = ['e0', 'e1', 'e2', 'e3'] as const;

const quoted = (key: string): string => {
  // Keys are names and URNs of registered schemas; one with a quotation mark would be a programmer's mistake.
  if (key.includes('"') || key.includes('\\')) throw new TypeError(`Attribute key ${key} cannot stand in a JSON path`);
  return `."${key}"`;
};

/** JSON path from the source to the attribute, for example `$."name"."givenName"`. */
export const pathFrom = ({ node: base }: Pick<JsonSource, 'node'>, node: AttributeNode): string =>
  `$${node.keys
    .slice(base?.keys.length ?? 0)
    .map(quoted)
    .join('')}`;

/** The multi-valued attributes from below the source down to the node, outermost first. */
const multiValuedBetween = (base: AttributeNode | undefined, node: AttributeNode): readonly AttributeNode[] => {
  const found: AttributeNode[] = [];
  for (let at: AttributeNode | undefined = node; at !== undefined && at !== base; at = at.parent) {
    if (at.definition.multiValued) found.unshift(at);
  }
  return found;
};

/** The elements of a multi-valued attribute below the source, in each element of a list around it, as a condition on one of them. */
export const someElement = (source: JsonSource, node: AttributeNode, condition: (element: JsonSource) => Sql): Sql => {
  const [outermost = node] = multiValuedBetween(source.node, node);
  if (outermost !== node) return someElement(source, outermost, (element) => someElement(element, node, condition));
  const alias = ALIASES[source.depth];
  if (alias === undefined) throw new TypeError(`Attribute ${node.path} is nested too deeply`);
  const value: Sql = { text: `${alias}.value`, values: [] };
  const element = condition({ value, node, depth: source.depth + 1 });
  const table: Sql = { text: alias, values: [] };
  return sql`EXISTS (SELECT 1 FROM jsonb_each(${source.value}, ${pathFrom(source, node)}) ${table} WHERE ${COUNTED} AND ${element})`;
};

/**
 * A condition on any value of a simple attribute: on its one value, or on some element on the way to it.
 * `condition` gets an expression that is NULL where the attribute is unassigned.
 */
export const someValue = (source: JsonSource, node: AttributeNode, condition: (value: Sql) => Sql): Sql => {
  if (source.node === node) return condition(source.value);
  const [outermost] = multiValuedBetween(source.node, node);
  if (outermost !== undefined) {
    return someElement(source, outermost, (element) => someValue(element, node, condition));
  }
  return condition(sql`json_extract(${source.value}, ${pathFrom(source, node)})`);
};

/** Whether any value of an attribute of any kind is assigned; documents hold no empty values. */
export const someAssigned = (source: JsonSource, node: AttributeNode): Sql => {
  if (source.node === node) return sql`(${source.value} IS NOT NULL)`;
  const [outermost] = multiValuedBetween(source.node, node);
  if (outermost !== undefined && outermost !== node) {
    return someElement(source, outermost, (element) => someAssigned(element, node));
  }
  return sql`(json_type(${source.value}, ${pathFrom(source, node)}) IS NOT NULL)`;
};
