// Times as an operator says them.
import { parseDateTime } from '@looop-scim/scim/attribute';
import { InvalidArgumentError } from 'commander';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Digits of a number of minutes, hours or days. */
const MAX_DIGITS = 6;

const isDigits = (text: string): boolean =>
  text.length > 0 && text.length <= MAX_DIGITS && [...text].every((digit) => digit >= '0' && digit <= '9');

/**
 * The milliseconds since 1970 of a text: so many minutes, hours or days before `now` (`90m`, `24h`, `7d`), a day (`2026-01-31`,
 * from its beginning in UTC) or a time (`2026-01-31T09:30:00Z`).
 * @throws InvalidArgumentError
 */
export const sinceOf = (text: string, now: number): number => {
  const unit = UNITS_MS[text.at(-1) ?? ''];
  const number = text.slice(0, -1);
  if (unit !== undefined && isDigits(number)) return now - Number(number) * unit;
  const parsed = parseDateTime(text.includes('T') ? text : `${text}T00:00:00Z`);
  if (parsed === undefined) {
    throw new InvalidArgumentError('must be like 90m, 24h, 7d, 2026-01-31 or 2026-01-31T09:30:00Z.');
  }
  return parsed;
};
