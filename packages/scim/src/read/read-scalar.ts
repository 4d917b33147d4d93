// One simple value of JSON, checked against the data type of its attribute (RFC 7643 section 2.3).
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { comparable } from '../attribute/compare.ts';
import { isJsonNumber } from '../attribute/json-number.ts';
import { parseDateTime } from '../attribute/date-time.ts';
import type { Scalar } from '../attribute/value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { kindOfJson } from '../attribute/json-value.ts';
import { receivedOf } from '../attribute/received.ts';

type Read = Result.Result<Scalar, InvalidValue>;

/** Canonical values that a refusal lists. */
const MAX_SHOWN = 10;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isBase64Character = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || isDigit(code) || code === 43 || code === 47;

/** Whether the text is base64 with or without padding. RFC 7643 section 2.3.6. */
const isBase64 = (text: string): boolean => {
  let end = text.length;
  while (end > 0 && text.length - end < 2 && text[end - 1] === '=') end -= 1;
  if (end === 0 || end % 4 === 1 || (end < text.length && text.length % 4 !== 0)) return false;
  for (let index = 0; index < end; index += 1) if (!isBase64Character(text.charCodeAt(index))) return false;
  return true;
};

const refuse = (node: AttributeNode, expected: string, json: unknown): Read =>
  Result.fail(
    new InvalidValue({
      attribute: node.path,
      reason: `must be ${expected}, not ${kindOfJson(json)}`,
      ...receivedOf(node, json),
    }),
  );

/** Strings that databases and other programs cannot hold faithfully are refused on the way in. */
const readText = (node: AttributeNode, text: string): Read => {
  const fault = !text.isWellFormed()
    ? 'half of a surrogate pair'
    : text.includes('\u0000')
      ? 'the character U+0000'
      : '';
  if (fault !== '') return Result.fail(new InvalidValue({ attribute: node.path, reason: `contains ${fault}` }));
  if (text !== '' || !node.definition.required) return Result.succeed(text);
  return Result.fail(new InvalidValue({ attribute: node.path, reason: 'must not be empty' }));
};

/** The canonical value that the text is, in the spelling of the schema. */
const readRestricted = (node: AttributeNode, text: string): Read => {
  const { definition } = node;
  const wanted = comparable(definition, text);
  const found = definition.canonicalValues.find((value) => comparable(definition, value) === wanted);
  if (found !== undefined) return Result.succeed(found);
  const shown = definition.canonicalValues.slice(0, MAX_SHOWN).map((value) => JSON.stringify(value));
  const more = definition.canonicalValues.length > MAX_SHOWN ? ', ...' : '';
  const reason = `must be one of ${shown.join(', ')}${more}`;
  return Result.fail(new InvalidValue({ attribute: node.path, reason, ...receivedOf(node, text) }));
};

const readString = (node: AttributeNode, json: unknown, policy: InteropPolicy): Read => {
  if (typeof json === 'string' && node.definition.restricted) return readRestricted(node, json);
  if (typeof json === 'string') return readText(node, json);
  if (!policy.coerceScalars || !(Number.isFinite(json) || typeof json === 'boolean'))
    return refuse(node, 'a string', json);
  if (Math.abs(Number(json)) <= Number.MAX_SAFE_INTEGER) return Result.succeed(String(json));
  // Its last digits are lost already: what would be stored is another employee's number.
  const reason = 'is a number of more digits than are kept; send it as a string';
  return Result.fail(new InvalidValue({ attribute: node.path, reason }));
};

const readBoolean = (node: AttributeNode, json: unknown, policy: InteropPolicy): Read => {
  if (typeof json === 'boolean') return Result.succeed(json);
  if (policy.coerceBooleans && typeof json === 'string') {
    // The length guards against folding a whole payload.
    const word = json.length <= 5 ? json.toLowerCase() : '';
    if (word === 'true' || word === 'false') return Result.succeed(word === 'true');
  }
  return refuse(node, 'true or false', json);
};

const readNumber = (node: AttributeNode, json: unknown, policy: InteropPolicy): Read => {
  const whole = node.definition.type === 'integer';
  const expected = whole ? 'a whole number' : 'a number';
  const numeric = policy.coerceScalars && typeof json === 'string' && isJsonNumber(json);
  const number = numeric ? Number(json) : json;
  if (typeof number !== 'number') return refuse(node, expected, json);
  if (whole ? Number.isSafeInteger(number) : Number.isFinite(number)) {
    // There is one zero.
    return Result.succeed(number === 0 ? 0 : number);
  }
  const reason = whole ? 'must be a whole number of at most 9007199254740991' : 'is beyond the range of numbers';
  return Result.fail(new InvalidValue({ attribute: node.path, reason, ...receivedOf(node, json) }));
};

const readDateTime = (node: AttributeNode, json: unknown): Read =>
  typeof json === 'string' && parseDateTime(json) !== undefined
    ? Result.succeed(json)
    : refuse(node, 'a date and time such as 2026-11-01T09:00:00Z', json);

const readBase64 = (node: AttributeNode, text: string): Read =>
  isBase64(text)
    ? Result.succeed(text)
    : Result.fail(
        new InvalidValue({
          attribute: node.path,
          reason: 'must be base64 text; the value has other characters or is cut off',
          ...receivedOf(node, text),
        }),
      );

const readBinary = (node: AttributeNode, json: unknown): Read =>
  typeof json === 'string' && json !== '' ? readBase64(node, json) : refuse(node, 'base64', json);

const readReference = (node: AttributeNode, json: unknown): Read =>
  typeof json === 'string' ? readText(node, json) : refuse(node, 'a URI', json);

/**
 * Reads a simple value as the data type of its attribute wants it, coerced by the policy (`coerceBooleans`,
 * `coerceScalars`). The value is kept as sent otherwise: no trimming, no change of case or offset.
 * Fails: `InvalidValue` with what was expected, the kind of what came and, if it is short and no secret, the value. RFC 7643
 * section 2.3.
 */
export const readScalar = (node: AttributeNode, json: unknown, policy: InteropPolicy): Read => {
  switch (node.definition.type) {
    case 'boolean':
      return readBoolean(node, json, policy);
    case 'integer':
    case 'decimal':
      return readNumber(node, json, policy);
    case 'dateTime':
      return readDateTime(node, json);
    case 'binary':
      return readBinary(node, json);
    case 'reference':
      return readReference(node, json);
    case 'complex':
      return refuse(node, 'an object', json);
    case 'string':
      return readString(node, json, policy);
  }
};
