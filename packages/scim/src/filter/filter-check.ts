// Which attributes can be filtered by, with which operators, against which literals (RFC 7644 section 3.4.2.2, Table 3).
import * as Result from 'effect/Result';
import { comparable } from '../attribute/compare.ts';
import { parseDateTime } from '../attribute/date-time.ts';
import { isJsonNumber } from '../attribute/json-number.ts';
import type { Scalar } from '../attribute/value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { isNeverReturned, type AttributeNode } from '../schema/attribute-node.ts';
import type { BoundOperator } from './bound-filter.ts';

const EQUALITY: ReadonlySet<BoundOperator> = new Set(['eq']);
const ORDER: ReadonlySet<BoundOperator> = new Set(['eq', 'gt', 'ge', 'lt', 'le']);
const ALL: ReadonlySet<BoundOperator> = new Set([...ORDER, 'co', 'sw', 'ew']);

const operatorsOf = ({ definition, path }: AttributeNode): ReadonlySet<BoundOperator> => {
  if (path === 'meta.version') return EQUALITY;
  switch (definition.type) {
    case 'string':
    case 'reference':
      return ALL;
    case 'integer':
    case 'decimal':
    case 'dateTime':
      return ORDER;
    default:
      return EQUALITY;
  }
};

const namesOf = (operators: ReadonlySet<BoundOperator>): string =>
  [...operators, 'pr'].join(', ').replace('eq', 'eq, ne');

/**
 * Why nothing can be filtered by the attribute, or undefined when something can: values that are never returned must not
 * leak through filters, and links are made from ids when they are answered.
 */
export const whyNotFilterable = (node: AttributeNode): string | undefined => {
  if (isNeverReturned(node)) return 'the attribute is never returned and cannot be filtered by';
  if (node.definition.name === '$ref') return 'links cannot be filtered by; use value';
  return node.path === 'meta.location' ? 'links cannot be filtered by; use id' : undefined;
};

/** Which literals of another type than the attribute's are taken for one of its type. */
export type LiteralLeniency = Pick<InteropPolicy, 'coerceBooleans' | 'coerceScalars'>;

type Fit = Result.Result<Scalar, string>;

const textFor = (literal: Scalar, { coerceScalars }: LiteralLeniency): Fit => {
  if (typeof literal === 'string') return Result.succeed(literal);
  // Beyond that bound the digits that the client sent are lost.
  return coerceScalars && typeof literal === 'number' && Math.abs(literal) <= Number.MAX_SAFE_INTEGER
    ? Result.succeed(String(literal))
    : Result.fail('the attribute is a string; put the value in double quotes');
};

const booleanFor = (literal: Scalar, { coerceBooleans }: LiteralLeniency): Fit => {
  if (typeof literal === 'boolean') return Result.succeed(literal);
  const word = coerceBooleans && typeof literal === 'string' ? literal.toLowerCase() : '';
  if (word === 'true' || word === 'false') return Result.succeed(word === 'true');
  return Result.fail('the attribute is a boolean; the value must be true or false');
};

const numberFor = (literal: Scalar, { coerceScalars }: LiteralLeniency): Fit => {
  if (typeof literal === 'number') return Result.succeed(literal);
  const number = coerceScalars && typeof literal === 'string' && isJsonNumber(literal) ? Number(literal) : Number.NaN;
  if (Number.isFinite(number)) return Result.succeed(number === 0 ? 0 : number);
  return Result.fail('the attribute is a number; the value must be one');
};

const dateTimeFor = (literal: Scalar): Fit =>
  parseDateTime(String(literal)) !== undefined
    ? Result.succeed(literal)
    : Result.fail('the attribute is a date and time; the value must be a string such as "2026-11-01T09:00:00Z"');

const binaryFor = (literal: Scalar): Fit =>
  typeof literal === 'string'
    ? Result.succeed(literal)
    : Result.fail('the attribute is binary; the value must be base64 in double quotes');

const literalFor = (node: AttributeNode, literal: Scalar, leniency: LiteralLeniency): Fit => {
  switch (node.definition.type) {
    case 'boolean':
      return booleanFor(literal, leniency);
    case 'integer':
    case 'decimal':
      return numberFor(literal, leniency);
    case 'dateTime':
      return dateTimeFor(literal);
    case 'binary':
      return binaryFor(literal);
    default:
      return textFor(literal, leniency);
  }
};

/**
 * The literal in the comparable form of a simple attribute. By leniency the strings true and false, in any case, fit a boolean
 * (Entra ID sends `primary eq "True"`, ENTRA-17), a number fits a string attribute and a numeric string a number.
 * Fails: the reason, for people to read, when the operator cannot compare values of this type or
 * the literal does not fit. RFC 7644 section 3.4.2.2, Table 3.
 */
export const checkComparison = (
  node: AttributeNode,
  { operator, value }: { readonly operator: BoundOperator; readonly value: Scalar },
  leniency: LiteralLeniency,
): Fit => {
  const operators = operatorsOf(node);
  if (!operators.has(operator)) {
    return Result.fail(`the operator ${operator} does not fit the attribute, only ${namesOf(operators)} do`);
  }
  return Result.map(literalFor(node, value, leniency), (literal) => comparable(node.definition, literal));
};
