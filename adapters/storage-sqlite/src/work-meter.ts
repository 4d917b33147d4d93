// The work of one call, counted while SQLite does it. better-sqlite3 cannot interrupt a statement, so the statements of reads call
// a function for each row that they look at; the function throws when the call has had enough, which ends the statement there.
import * as Result from 'effect/Result';
import { TooMany } from '@looop-scim/scim/errors';
import type { StorageLimits } from '@looop-scim/provisioning/ports';
import { CHARACTERS_OF_A_MEMBERSHIP, PartExceeded } from '@looop-scim/provisioning/storage-support';
import type { Connection } from './connection.ts';

/** As `COUNTED` in SQL, for a membership whose other end is the row `x`. */
export const COUNTED_MEMBERSHIP = `spend(${CHARACTERS_OF_A_MEMBERSHIP} + ifnull(octet_length(x.display), 0))`;

/** Rows after which a call is asked whether it is still wanted. */
const ROWS_BETWEEN_LOOKS = 1024;

/** Counts the work of one call after the other. */
export interface WorkMeter {
  /** Begins a call: nothing is counted yet. Throws `TooMany` when the call was cancelled. */
  readonly begin: () => void;
  /** Counts characters that were read. Throws `TooMany` beyond the limit of the call. */
  readonly addCharacters: (characters: number) => void;
  /** Runs a part of the call, which throws `PartExceeded` when its statements read more characters. */
  readonly within: <Answer>(maxCharacters: number, part: () => Answer) => Answer;
  /** Rows that a call may look at. */
  readonly maxRows: number;
}

/** Gives a connection the function that counts, and the meter that it counts with. */
export const makeWorkMeter = (
  connection: Connection,
  {
    maxRows = Infinity,
    maxCharacters = Infinity,
    maxSeconds = Infinity,
    isCancelled = () => false,
  }: StorageLimits = {},
): WorkMeter => {
  let rows = 0;
  let characters = 0;
  let partEnds = Infinity;

  const addCharacters = (count: number): void => {
    characters += count;
    if (characters > partEnds) throw new PartExceeded();
    if (characters > maxCharacters) throw new TooMany({ limit: maxCharacters, unit: 'characters' });
  };

  const look = (): void => {
    if (isCancelled()) throw new TooMany({ limit: maxSeconds, unit: 'seconds' });
  };

  connection.function('spend', { deterministic: false }, (count: number) => {
    rows += 1;
    if (rows > maxRows) throw new TooMany({ limit: maxRows, unit: 'rows' });
    if (rows % ROWS_BETWEEN_LOOKS === 0) look();
    addCharacters(count);
    return 1;
  });

  return {
    begin: () => {
      look();
      rows = 0;
      characters = 0;
      partEnds = Infinity;
    },
    addCharacters,
    within: (limit, part) => {
      partEnds = characters + limit;
      try {
        return part();
      } finally {
        partEnds = Infinity;
      }
    },
    maxRows,
  };
};

/** Runs a call within its limits: what exceeds one is thrown out of the statement, and is a failure of the call. */
export const withinLimits = <Success, Failure>(
  meter: WorkMeter,
  call: () => Result.Result<Success, Failure>,
): Result.Result<Success, Failure | TooMany> => {
  try {
    meter.begin();
    return call();
  } catch (cause) {
    if (cause instanceof TooMany) return Result.fail(cause);
    throw cause;
  }
};
