// Places in the activity, as callers carry them: the time of a record and its key in the storage.
import * as Result from 'effect/Result';
import { InvalidPosition } from '../ports/outbound/activity-log.ts';

/** The place of a record. Records are listed by `at`, those of one time by `key`. */
export interface ActivityPosition {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the storage orders records by that it stored at different times; never empty. */
  readonly key: string;
}

/** A position as a text. */
export const printPosition = ({ at, key }: ActivityPosition): string => `${at}.${key}`;

/** The position of a text. Fails: `InvalidPosition` when `printPosition` has not made it. */
export const parsePosition = (text: string): Result.Result<ActivityPosition, InvalidPosition> => {
  const dot = text.indexOf('.');
  const position = { at: Number(text.slice(0, dot)), key: text.slice(dot + 1) };
  const isPosition = position.key !== '' && Number.isSafeInteger(position.at);
  return isPosition && printPosition(position) === text
    ? Result.succeed(position)
    : Result.fail(new InvalidPosition({ position: text }));
};
