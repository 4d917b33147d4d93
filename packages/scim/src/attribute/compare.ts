// Equality and order of simple values (RFC 7643 sections 2.3 and 7, RFC 7644 section 3.4.2.2). Stores keep the comparable
// form beside the document, so that a database and this file cannot disagree.
import type { AttributeDefinition } from '../schema/characteristics.ts';
import { parseDateTime } from './date-time.ts';
import type { Scalar } from './value.ts';

const isAscii = (text: string): boolean => {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) return false;
  return true;
};

/**
 * Maps strings that differ in case alone to the same string: normalised to NFC, upper then lower case, final sigma as sigma.
 * Idempotent and free of locale. RFC 7643 section 7 (caseExact), RFC 7644 section 7.8.
 */
export const foldCase = (text: string): string => {
  if (isAscii(text)) return text.toLowerCase();
  // Lower case first: capital sharp s has no other way to the two letters that upper case makes of the small one.
  const folded = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('ς', 'σ').normalize('NFC');
};

/** Orders strings by Unicode code point, as databases do that compare UTF-8 bytes. Negative, zero or positive. */
export const compareStrings = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    // Surrogates stand for code points above U+FFFF and sort after every other unit.
    const aSurrogate = a >= 0xd800 && a <= 0xdfff;
    const bSurrogate = b >= 0xd800 && b <= 0xdfff;
    if (aSurrogate !== bSurrogate) return aSurrogate ? 1 : -1;
    return a - b;
  }
  return left.length - right.length;
};

/** Orders comparable forms of one attribute; false sorts before true. Negative, zero or positive. */
export const compareScalars = (left: Scalar, right: Scalar): number => {
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
  return Number(left) - Number(right);
};

/**
 * The form in which a value of the attribute is compared: strings and references case folded unless the attribute is
 * case-exact, a dateTime as milliseconds since 1970, everything else as it is. Binary values are always case-exact
 * (RFC 7643 section 2.3.6). Idempotent.
 */
export const comparable = (definition: AttributeDefinition, value: Scalar): Scalar => {
  if (typeof value !== 'string') return value;
  if (definition.type === 'dateTime') return parseDateTime(value) ?? value;
  return definition.caseExact || definition.type === 'binary' ? value : foldCase(value);
};
