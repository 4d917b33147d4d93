// One comparison with a value that a field holds in encoded form. Operators of the database compare within one kind of values, as
// the pure core does. A missing field fulfils none.
import type { Scalar } from '@looop-scim/scim/attribute';
import type { BoundOperator } from '@looop-scim/scim/filter';
import { encodeScalar } from '../encoding/encode-comparable.ts';
import { AFTER_ENCODED } from '../encoding/text-order.ts';
import type { Query } from './query.ts';

/** What the value of an attribute is compared with. */
export interface Comparison {
  readonly operator: BoundOperator;
  /** In comparable form. */
  readonly value: Scalar;
}

const isAlphanumeric = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

const literalCharacter = (character: string): string => {
  if (character === '\0') return String.raw`\x00`;
  const code = character.charCodeAt(0);
  return code < 128 && !isAlphanumeric(code) ? `\\${character}` : character;
};

/** A regular expression that matches the text and nothing else, line breaks included. */
const literalPattern = (text: string): string => Array.from(text, literalCharacter).join('');

const ANY_TEXT: Query = { $gte: '' };
const NO_VALUE: Query = { $in: [] };

const textCondition = (operator: 'co' | 'sw' | 'ew', part: string): Query => {
  if (operator === 'sw') return { $gte: part, $lt: `${part}${AFTER_ENCODED}` };
  if (part === '') return ANY_TEXT;
  return { $regex: operator === 'co' ? literalPattern(part) : String.raw`${literalPattern(part)}\z` };
};

/** The condition on a field, for example `{ $eq: 'a' }`. */
export const fieldCondition = ({ operator, value }: Comparison): Query => {
  const operand = encodeScalar(value);
  switch (operator) {
    case 'eq':
      return { $eq: operand };
    case 'gt':
      return { $gt: operand };
    case 'ge':
      return { $gte: operand };
    case 'lt':
      return { $lt: operand };
    case 'le':
      return { $lte: operand };
    default:
      return typeof operand === 'string' ? textCondition(operator, operand) : NO_VALUE;
  }
};

/** The comparison as a range of texts that start with a prefix; undefined for those that no index helps. */
export const prefixedRange = (prefix: string, { operator, value }: Comparison): Query | undefined => {
  const operand = encodeScalar(value);
  if (typeof operand !== 'string') return undefined;
  const bound = `${prefix}${operand}`;
  switch (operator) {
    case 'eq':
      return { $eq: bound };
    case 'sw':
      return { $gte: bound, $lt: `${bound}${AFTER_ENCODED}` };
    case 'gt':
    case 'ge':
      return { [operator === 'gt' ? '$gt' : '$gte']: bound, $lt: `${prefix}${AFTER_ENCODED}` };
    case 'lt':
    case 'le':
      return { $gte: prefix, [operator === 'lt' ? '$lt' : '$lte']: bound };
    default:
      return undefined;
  }
};
