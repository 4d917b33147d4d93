// Paths of PATCH operations: an attribute, or one whose elements a filter selects (RFC 7644 section 3.5.2, Figure 7).
import * as Result from 'effect/Result';
import { InvalidPath, type InvalidFilter } from '../errors.ts';
import type { Filter } from './filter-ast.ts';
import {
  failureOf,
  isAttributeSpelling,
  mismatch,
  startCursor,
  tokenAt,
  wordAt,
  type FilterCursor,
} from './filter-cursor.ts';
import { FILTER_LIMITS } from './filter-ast.ts';
import { parseBrackets, subAttributeAt, type FilterOptions } from './filter-parser.ts';

/** A parsed path; without a filter a sub-attribute is part of `attribute`, as in `name.givenName`. */
export interface ValuePath {
  /** As the client spelled it, with its URN. */
  readonly attribute: string;
  readonly filter?: Filter;
  readonly subAttribute?: string;
}

const LONGEST_SHOWN = 128;

const refusal = (
  text: string,
  reason: string,
  position: number,
  word: { readonly received?: string } = {},
): Result.Result<never, InvalidPath> => {
  const path = text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}...`;
  return Result.fail(new InvalidPath({ path: path.toWellFormed(), reason, position, ...word }));
};

const refuseToken = (text: string, cursor: FilterCursor, expected: string): Result.Result<never, InvalidPath> => {
  const token = tokenAt(cursor);
  return refusal(text, mismatch(token, expected), token.start, wordAt(cursor, token));
};

/** What follows the attribute: nothing, or a filter in brackets and perhaps a sub-attribute. */
const parseSelection = (
  text: string,
  cursor: FilterCursor,
  attribute: string,
): Result.Result<ValuePath, InvalidPath | InvalidFilter> => {
  if (tokenAt(cursor).kind === 'end') return Result.succeed({ attribute });
  if (tokenAt(cursor).kind !== '[') return refuseToken(text, cursor, '"[" or the end');
  const filter = parseBrackets(cursor);
  if (filter === undefined) return Result.fail(failureOf(cursor));
  const sub = subAttributeAt(cursor);
  if (sub !== undefined) cursor.index += 1;
  if (tokenAt(cursor).kind !== 'end') {
    return refuseToken(text, cursor, sub === undefined ? '"." with a sub-attribute or the end' : 'the end');
  }
  return Result.succeed(sub === undefined ? { attribute, filter } : { attribute, filter, subAttribute: sub.attribute });
};

/**
 * Parses the path of a PATCH operation: `attribute`, `attribute.sub`, `attribute[filter]` or `attribute[filter].sub`, each
 * with or without a URN in front. Positions count from the start of the path.
 * Fails: `InvalidFilter` for what is wrong between the brackets, `InvalidPath` for everything else, also beyond
 * `FILTER_LIMITS`. RFC 7644 section 3.5.2, Figure 7.
 */
export const parseValuePath = (
  text: string,
  options: FilterOptions = { bareValues: false },
): Result.Result<ValuePath, InvalidPath | InvalidFilter> => {
  if (text.length > FILTER_LIMITS.maxLength) {
    return refusal(text, `longer than ${FILTER_LIMITS.maxLength} characters`, FILTER_LIMITS.maxLength);
  }
  const cursor = startCursor(text, options.bareValues);
  const token = tokenAt(cursor);
  if (token.kind !== 'word' || !isAttributeSpelling(token.text)) return refuseToken(text, cursor, 'an attribute name');
  cursor.index += 1;
  return parseSelection(text, cursor, token.text);
};
