// From a line and a document to the document that the line asks for.
import * as Result from 'effect/Result';
import type { Complex } from '@looop-scim/scim/attribute';
import type { Column } from './bind-columns.ts';
import { readCell, type Cells } from './cell.ts';

/** Why a line is refused. */
export interface LineFault {
  /** The column at fault. */
  readonly column?: string;
  readonly reason: string;
}

/** How cells are read. */
export interface LineOptions {
  /** Whether a blank cell clears its column; otherwise it leaves the column as it is. */
  readonly clearBlank: boolean;
}

/**
 * The document with the values of a line. A cell that says what the profile has already changes nothing, wherever the value comes
 * from; so what was exported can be imported again.
 */
export const applyLine = (
  columns: readonly Column[],
  cells: Cells,
  document: Complex,
  options: LineOptions,
): Result.Result<Complex, LineFault> => {
  let next = document;
  for (const { name, type, read, lens } of columns) {
    const intent = readCell(cells.get(name), type, options);
    const current = read(next);
    if (Result.isFailure(intent)) {
      if (cells.get(name) === current) continue;
      return Result.fail({ column: name, reason: intent.failure });
    }
    if (intent.success.kind === 'leave') continue;
    if (intent.success.kind === 'clear') {
      if (current !== undefined) next = lens.clear(next);
      continue;
    }
    const { value } = intent.success;
    if (value === current) continue;
    const put = lens.put(next, value);
    if (Result.isFailure(put)) return Result.fail({ column: name, reason: put.failure.reason });
    next = put.success;
  }
  return Result.succeed(next);
};

/**
 * The first column whose profile value is another one than the line says, though it was written: something else stands before its
 * attribute, such as another source of the field or a name that the server puts together.
 */
export const unfulfilled = (
  columns: readonly Column[],
  cells: Cells,
  document: Complex,
  options: LineOptions,
): LineFault | undefined => {
  for (const { name, type, read } of columns) {
    const intent = readCell(cells.get(name), type, options);
    if (Result.isFailure(intent) || intent.success.kind !== 'set') continue;
    const value = read(document);
    if (value === intent.success.value) continue;
    const has = value === undefined ? 'no value' : JSON.stringify(value);
    return { column: name, reason: `would have ${has} instead, because another attribute counts first` };
  }
  return undefined;
};
