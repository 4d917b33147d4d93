// What a line of a file says of one column.
import * as Result from 'effect/Result';
import type { FieldType } from '../mapping/profile.ts';

/**
 * A value as a file has it: a text of CSV, or a value of JSON. A blank text says nothing of the column, unless blank cells clear;
 * `null` always clears.
 */
export type Cell = string | boolean | null | readonly string[];

/** The cells of a line by the name of their column. */
export type Cells = ReadonlyMap<string, Cell>;

/** What a cell asks for. */
export type CellIntent =
  { readonly kind: 'leave' } | { readonly kind: 'clear' } | { readonly kind: 'set'; readonly value: string | boolean };

const LEAVE: CellIntent = { kind: 'leave' };
const CLEAR: CellIntent = { kind: 'clear' };

/** What stands in a text whose bytes were not UTF-8. */
const REPLACEMENT = '\uFFFD';

const readText = (text: string, type: FieldType): Result.Result<CellIntent, string> => {
  if (type !== 'boolean') {
    if (text.includes(REPLACEMENT))
      return Result.fail('has a character that could not be read: save the file as UTF-8');
    return Result.succeed({ kind: 'set', value: text });
  }
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === 'false') return Result.succeed({ kind: 'set', value: word === 'true' });
  return Result.fail('must be true or false');
};

/** Reads a cell for a column of a type. Fails with the reason. */
export const readCell = (
  cell: Cell | undefined,
  type: FieldType,
  { clearBlank }: { readonly clearBlank: boolean },
): Result.Result<CellIntent, string> => {
  if (cell === undefined) return Result.succeed(LEAVE);
  if (cell === null) return Result.succeed(CLEAR);
  if (typeof cell === 'boolean') {
    return type === 'boolean' ? Result.succeed({ kind: 'set', value: cell }) : Result.fail('must be a text');
  }
  if (typeof cell !== 'string') return Result.fail('must be one value, not a list');
  if (cell.trim() === '') return Result.succeed(clearBlank ? CLEAR : LEAVE);
  return readText(cell, type);
};
