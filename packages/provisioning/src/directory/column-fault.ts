// Why a file cannot be imported at all: columns that cannot be written.
import * as Data from 'effect/Data';
import { printable } from '../activity/activity-sentence.ts';

/** A column that cannot be written, or one that is missing. */
export interface ColumnFault {
  readonly column: string;
  readonly reason: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** Columns that were refused before any line was looked at, with at least one fault. */
export class InvalidColumns extends Data.TaggedError('InvalidColumns')<{ readonly faults: readonly ColumnFault[] }> {}

/** Characters of a column's name that a fault repeats. */
const SHOWN_CHARACTERS = 128;

/** A fault in one line. */
export const columnFaultText = ({ column, reason, suggestion }: ColumnFault): string => {
  const name = column.length <= SHOWN_CHARACTERS ? column : `${column.slice(0, SHOWN_CHARACTERS)}...`;
  return printable(`${name}: ${reason}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`);
};
