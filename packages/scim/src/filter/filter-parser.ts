// From the text of a filter to its syntax tree, by recursive descent: grouping binds tightest, then comparison, not, and, or
// (RFC 7644 section 3.4.2.2 with erratum 4670). Names are kept as spelled; binding looks them up.
import * as Result from 'effect/Result';
import { isAttributeName } from '../attribute/attribute-path.ts';
import { isJsonNumber } from '../attribute/json-number.ts';
import { InvalidFilter } from '../errors.ts';
import type { ComparisonOperator, Filter, FilterLiteral } from './filter-ast.ts';
import {
  countTerm,
  failureOf,
  isAttributeSpelling,
  mismatch,
  refuse,
  refuseToken,
  refuseWord,
  startCursor,
  tokenAt,
  tokenBefore,
  type FilterCursor,
} from './filter-cursor.ts';
import type { FilterToken } from './filter-lexer.ts';
import { FILTER_LIMITS } from './filter-ast.ts';

/** What a parser accepts beyond the grammar. */
export interface FilterOptions {
  /** PolicyRule `bareFilterValues`: a value without quotes that is no JSON literal is a string. */
  readonly bareValues: boolean;
}

const OPERATORS: ReadonlyMap<string, ComparisonOperator> = new Map(
  (['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const).map((name) => [name, name]),
);
const OPERATOR_NAMES = [...OPERATORS.keys(), 'pr'].join(', ');
const A_VALUE = 'a string in double quotes, a number, true, false or null';

const isKeyword = ({ kind, text }: FilterToken, keyword: string): boolean =>
  kind === 'word' && text.toLowerCase() === keyword;

/** A number, or undefined when it is beyond the range of numbers. There is one zero. */
const numberOf = (text: string): number | undefined => {
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return number === 0 ? 0 : number;
};

/** A word without quotes as a string; a quotation mark of the wrong kind or a missing value is no string. */
const bareString = (token: FilterToken): string | undefined =>
  token.text.startsWith("'") || isKeyword(token, 'and') || isKeyword(token, 'or') ? undefined : token.text;

/** The literal that a word stands for; undefined when it is not a valid literal. */
const literalOf = (token: FilterToken, bareValues: boolean): FilterLiteral | undefined => {
  if (token.text === 'null') return null;
  if (token.text === 'true' || token.text === 'false') return token.text === 'true';
  const number = isJsonNumber(token.text) ? numberOf(token.text) : undefined;
  if (!bareValues) return number;
  // Digits may be an identifier without quotes: what a number cannot give back (1.0, 20 digits) stays text.
  return number !== undefined && String(number) === token.text ? number : bareString(token);
};

const parseValue = (cursor: FilterCursor): FilterLiteral | undefined => {
  const token = tokenAt(cursor);
  const literal = token.kind === 'word' ? literalOf(token, cursor.bareValues) : undefined;
  const value = token.kind === 'string' ? token.text : literal;
  if (value !== undefined) {
    cursor.index += 1;
    return value;
  }
  if (isJsonNumber(token.text)) {
    return refuse(cursor, 'the number is beyond the range of numbers', token.start);
  }
  return refuseToken(cursor, A_VALUE);
};

const parseOperator = (cursor: FilterCursor, attribute: string): ComparisonOperator | 'pr' | undefined => {
  const token = tokenAt(cursor);
  if (token.kind !== 'word') return refuseToken(cursor, `an operator (${OPERATOR_NAMES})`);
  const name = token.text.toLowerCase();
  const operator = name === 'pr' ? name : OPERATORS.get(name);
  if (operator === undefined) {
    const negation = attribute.toLowerCase() === 'not';
    const reason = mismatch(token, negation ? '"(" after "not"' : `an operator (${OPERATOR_NAMES})`);
    return refuseWord(cursor, reason, token);
  }
  cursor.index += 1;
  return operator;
};

interface Spelled {
  readonly attribute: string;
  readonly position: number;
}

/** What follows the name of an attribute: `pr`, or an operator and a value. */
const parseCondition = (cursor: FilterCursor, { attribute, position }: Spelled): Filter | undefined => {
  const operator = parseOperator(cursor, attribute);
  if (operator === undefined || !countTerm(cursor, position)) return undefined;
  if (operator === 'pr') return { kind: 'present', attribute, position };
  const value = parseValue(cursor);
  return value === undefined ? undefined : { kind: 'compare', attribute, operator, value, position };
};

/** A filter between brackets of either kind; the cursor stands before the opening one. */
const parseGroup = (cursor: FilterCursor, close: ')' | ']'): Filter | undefined => {
  const { start } = tokenAt(cursor);
  if (cursor.depth >= FILTER_LIMITS.maxDepth) {
    return refuse(cursor, `nested more than ${FILTER_LIMITS.maxDepth} levels deep`, start);
  }
  cursor.index += 1;
  cursor.depth += 1;
  const filter = parseChain(cursor, 'or');
  if (tokenAt(cursor).kind !== close) return refuseToken(cursor, `"and", "or" or "${close}"`);
  cursor.index += 1;
  cursor.depth -= 1;
  return filter;
};

/** The filter between the square brackets of a value path; the cursor stands before `[`. Nested brackets are refused. */
export const parseBrackets = (cursor: FilterCursor): Filter | undefined => {
  if (cursor.inBrackets) {
    return refuse(cursor, 'square brackets inside square brackets are not allowed', tokenAt(cursor).start);
  }
  cursor.inBrackets = true;
  const filter = parseGroup(cursor, ']');
  cursor.inBrackets = false;
  return filter;
};

/** The sub-attribute right after the closing bracket, as in `].value`; undefined when none follows, or its name is not valid. */
export const subAttributeAt = (cursor: FilterCursor): Spelled | undefined => {
  const token = tokenAt(cursor);
  if (token.kind !== 'word' || !token.text.startsWith('.') || token.start !== tokenBefore(cursor).end) return undefined;
  const attribute = token.text.slice(1);
  return isAttributeName(attribute) ? { attribute, position: token.start + 1 } : undefined;
};

/**
 * `attribute[filter]`. Extension: `attribute[filter].sub op value` is `attribute[(filter) and sub op value]`, the form in
 * which Entra ID searches (ENTRA-8).
 */
const parseElement = (cursor: FilterCursor, spelled: Spelled): Filter | undefined => {
  const filter = parseBrackets(cursor);
  if (filter === undefined) return undefined;
  const sub = subAttributeAt(cursor);
  if (sub === undefined) return { kind: 'element', ...spelled, filter };
  cursor.index += 1;
  const condition = parseCondition(cursor, sub);
  if (condition === undefined) return undefined;
  return { kind: 'element', ...spelled, filter: { kind: 'and', operands: [filter, condition] } };
};

const parseTerm = (cursor: FilterCursor): Filter | undefined => {
  const token = tokenAt(cursor);
  if (token.kind === '(') return parseGroup(cursor, ')');
  if (isKeyword(token, 'not') && tokenAt(cursor, 1).kind === '(') {
    cursor.index += 1;
    const operand = parseGroup(cursor, ')');
    return operand === undefined ? undefined : { kind: 'not', operand };
  }
  if (token.kind !== 'word' || !isAttributeSpelling(token.text)) {
    return refuseToken(cursor, 'an attribute name, "not" or "("');
  }
  cursor.index += 1;
  const spelled: Spelled = { attribute: token.text, position: token.start };
  return tokenAt(cursor).kind === '[' ? parseElement(cursor, spelled) : parseCondition(cursor, spelled);
};

const parseChain = (cursor: FilterCursor, kind: 'and' | 'or'): Filter | undefined => {
  const operands: Filter[] = [];
  do {
    if (operands.length > 0) cursor.index += 1;
    const operand = kind === 'or' ? parseChain(cursor, 'and') : parseTerm(cursor);
    if (operand === undefined) return undefined;
    operands.push(operand);
  } while (isKeyword(tokenAt(cursor), kind));
  const [only] = operands;
  return operands.length === 1 ? only : { kind, operands };
};

/**
 * Parses a filter. Operators and logical words are read in any case; white space between tokens may be missing where they
 * cannot run together, and there may be more of it; `not` may touch its parenthesis (erratum 7319). A chain of `and` or `or`
 * is one node, a chain in parentheses one of its own. Linear in the length of the text.
 * Fails: `InvalidFilter` with the position and what was expected there; also beyond the `FILTER_LIMITS`.
 * RFC 7644 section 3.4.2.2, Figure 1, with errata 4670, 4690 and 7322.
 */
export const parseFilter = (
  text: string,
  options: FilterOptions = { bareValues: false },
): Result.Result<Filter, InvalidFilter> => {
  if (text.length > FILTER_LIMITS.maxLength) {
    const reason = `longer than ${FILTER_LIMITS.maxLength} characters`;
    return Result.fail(new InvalidFilter({ reason, position: FILTER_LIMITS.maxLength }));
  }
  const cursor = startCursor(text, options.bareValues);
  const filter = parseChain(cursor, 'or');
  if (filter !== undefined && tokenAt(cursor).kind === 'end') return Result.succeed(filter);
  return Result.fail(failureOf(cursor));
};
