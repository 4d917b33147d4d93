// Where a parser stands in the tokens of a filter, what it has counted so far, and how it fails.
import { isAttributeName, isNameCharacter } from '../attribute/attribute-path.ts';
import { InvalidFilter } from '../errors.ts';
import { FILTER_LIMITS } from './filter-ast.ts';
import { lexFilter, type FilterToken } from './filter-lexer.ts';

/** The state of one parse; parsers advance it and leave the first failure in it. */
export interface FilterCursor {
  readonly tokens: readonly FilterToken[];
  readonly bareValues: boolean;
  index: number;
  /** Open parentheses and brackets. */
  depth: number;
  /** Comparisons and presence tests so far. */
  terms: number;
  /** Whether the parser is between the brackets of a value path. */
  inBrackets: boolean;
  failure: InvalidFilter | undefined;
}

/** Starts at the first token. */
export const startCursor = (text: string, bareValues: boolean): FilterCursor => ({
  tokens: lexFilter(text),
  bareValues,
  index: 0,
  depth: 0,
  terms: 0,
  inBrackets: false,
  failure: undefined,
});

const NO_TOKEN: FilterToken = { kind: 'end', text: '', start: 0, end: 0 };

/** The token `ahead` of the cursor. */
export const tokenAt = ({ tokens, index }: FilterCursor, ahead = 0): FilterToken => tokens[index + ahead] ?? NO_TOKEN;

/** The last token that was consumed. */
export const tokenBefore = ({ tokens, index }: FilterCursor): FilterToken => tokens[index - 1] ?? NO_TOKEN;

/** Records why the parse fails and answers undefined. */
export const refuse = (cursor: FilterCursor, reason: string, position: number): undefined => {
  cursor.failure ??= new InvalidFilter({ reason, position });
};

/** The word at fault, as far as it may be repeated: a word near a password may be a piece of one. */
export const wordAt = ({ tokens }: FilterCursor, token: FilterToken): { readonly received?: string } => {
  const mayBeSecret = tokens.some(({ kind, text }) => kind === 'word' && text.toLowerCase().includes('password'));
  return token.kind === 'word' && !mayBeSecret ? { received: truncated(token.text) } : {};
};

const LONGEST_SHOWN = 40;

const truncated = (text: string): string =>
  text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN).toWellFormed()}...`;

/** Names the kind of a token for people, not its content. */
const describeToken = ({ kind }: FilterToken): string => {
  if (kind === 'end') return 'the end';
  if (kind === 'string') return 'a string';
  return kind === 'word' ? 'a word' : `"${kind}"`;
};

/** Why the token at hand does not fit: its own fault, or what was expected instead. */
export const mismatch = (token: FilterToken, expected: string): string =>
  token.kind === 'fault' ? token.text : `expected ${expected}, found ${describeToken(token)}`;

/** Records why the parse fails at a token, with the word that stands there, and answers undefined. */
export const refuseWord = (cursor: FilterCursor, reason: string, token: FilterToken): undefined => {
  cursor.failure ??= new InvalidFilter({ reason, position: token.start, ...wordAt(cursor, token) });
};

/** Records that the token at hand is not what was expected and answers undefined. */
export const refuseToken = (cursor: FilterCursor, expected: string): undefined => {
  const token = tokenAt(cursor);
  refuseWord(cursor, mismatch(token, expected), token);
};

/** Why the parse failed: what was recorded first, or that the filter does not end here. */
export const failureOf = (cursor: FilterCursor): InvalidFilter => {
  const token = tokenAt(cursor);
  const reason = mismatch(token, '"and", "or" or the end');
  return cursor.failure ?? new InvalidFilter({ reason, position: token.start, ...wordAt(cursor, token) });
};

/** Counts a comparison or presence test; false when there are too many. */
export const countTerm = (cursor: FilterCursor, position: number): boolean => {
  cursor.terms += 1;
  if (cursor.terms <= FILTER_LIMITS.maxTerms) return true;
  refuse(cursor, `more than ${FILTER_LIMITS.maxTerms} conditions`, position);
  return false;
};

/** Characters of URIs beside those of names; brackets, parentheses and quotes belong to the filter. RFC 3986 appendix A. */
const URI_PUNCTUATION = ":./%~+@!*,;=&?#'";

/**
 * Whether a word can spell an attribute: names separated by dots, or whatever begins like a URN. What it names is decided
 * when it is bound, where the URNs are known. RFC 7644 section 3.10.
 */
export const isAttributeSpelling = (word: string): boolean => {
  if (!word.includes(':')) return word.split('.').every(isAttributeName);
  if (!isAttributeName(word.charAt(0)) || word.endsWith(':') || word.endsWith('.')) return false;
  return [...word].every((char) => isNameCharacter(char.charCodeAt(0)) || URI_PUNCTUATION.includes(char));
};
