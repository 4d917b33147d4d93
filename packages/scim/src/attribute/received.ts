// What a client sent, as far as an error may repeat it.
import { isNeverReturned, type AttributeNode } from '../schema/attribute-node.ts';
import type { Scalar } from './value.ts';

/** One short simple value, or several. Never a secret, never a long text: see `receivedOf`. */
export type Received = Scalar | readonly Scalar[];

/** Characters of the longest text that is repeated. */
const LONGEST = 40;

/** A simple JSON value that is short enough to be repeated; undefined for everything else, the empty text included. */
export const shortScalar = (json: unknown): Scalar | undefined => {
  if (typeof json === 'number' || typeof json === 'boolean') return json;
  return typeof json === 'string' && json !== '' && json.length <= LONGEST ? json : undefined;
};

const isSecret = (node: AttributeNode): boolean =>
  isNeverReturned(node) ||
  node.definition.mutability === 'writeOnly' ||
  (node.parent !== undefined && isSecret(node.parent));

/**
 * The fact `received` of a failure about the value of an attribute; no fact when the value is long, not simple, or the value
 * of an attribute that is never returned (password), however short.
 */
export const receivedOf = (node: AttributeNode, json: unknown): { readonly received?: Scalar } => {
  // What says the kind of a boolean says its value: `must be a list, not true`.
  const received = isSecret(node) || typeof json === 'boolean' ? undefined : shortScalar(json);
  return received === undefined ? {} : { received };
};
