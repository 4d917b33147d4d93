// Options and words that several commands share.
import { InvalidArgumentError, Option } from 'commander';
import { PROFILE_NAMES } from '@looop-scim/scim/interop';
import type { AnswerOptions } from '../answer.ts';

/** When a running server acts on a change. */
export const WHEN_NOTICED = 'takes effect with the next request, on MongoDB within 5 seconds';

/** The option that names an interop policy. */
export const profileOption = (): Option =>
  new Option(
    '--profile <profile>',
    'interop policy: what identity providers really send works, the letter of the RFCs, or the interoperability draft',
  ).choices(PROFILE_NAMES);

/** The option that names a file for a new token. */
export const tokenFileOption = (): Option =>
  new Option(
    '--token-file <path>',
    'write the token to this new file, for its owner alone, and print the path (default: print the token to a terminal; ' +
      'without one, a file in the data directory)',
  );

/** The option that names a file for a new platform key. */
export const keyFileOption = (): Option =>
  new Option(
    '--key-file <path>',
    'write the key to this new file, for its owner alone, and print the path (default: print the key to a terminal; ' +
      'without one, a file in the data directory)',
  );

const MOST_DAYS = 36_500;
const HOUR_MS = 60 * 60 * 1000;

/** Reads a number of days, above 0, as milliseconds. */
export const days = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value <= MOST_DAYS)) throw new InvalidArgumentError('must be a number of days above 0.');
  return value * 24 * HOUR_MS;
};

/** Reads a number of hours, 0 or more, as milliseconds. */
const hours = (text: string): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= 0 && value <= MOST_DAYS * 24)) throw new InvalidArgumentError('must be a number of hours, 0 or more.');
  return value * HOUR_MS;
};

/** How long both are valid, unless it is said. */
export const DEFAULT_OVERLAP_MS = 24 * HOUR_MS;

/** Options of a rotation, both in milliseconds. */
export interface RotationOptions {
  readonly overlapHours: number;
  readonly expiresInDays?: number;
}

/** The options of a rotation. */
export const rotationOptions = (overlapMs: number): readonly Option[] => [
  new Option('--overlap-hours <hours>', 'for how long both are valid')
    .argParser(hours)
    .default(overlapMs, String(overlapMs / HOUR_MS)),
  new Option('--expires-in-days <days>', 'when the new one stops to be valid (default: never)').argParser(days),
];

/** A rotation, for the use case. */
export const rotationOf = ({ overlapHours, expiresInDays }: RotationOptions) => ({
  overlapMs: overlapHours,
  ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }),
});

/** Options of a list of people or groups. */
export interface ListOptions extends AnswerOptions {
  readonly filter?: string;
}

/** The option that says which entries are listed. */
export const filterOption = (example: string): Option =>
  new Option('--filter <filter>', `those alone that a SCIM filter matches, such as ${JSON.stringify(example)}`);
