// xsd:dateTime as RFC 7643 section 2.3.5 uses it: date and time, optional fraction, optional offset (absent: UTC).

const LONGEST = 64;
/** 14 hours, in minutes. */
const LARGEST_OFFSET = 840;

/** Reads `count` digits at `at`; NaN when one of them is no digit. */
const digits = (text: string, at: number, count: number): number => {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

/** Minutes east of UTC that the tail of a dateTime states; undefined when it is no offset. */
const offsetMinutes = (tail: string): number | undefined => {
  if (tail === '' || tail === 'Z' || tail === 'z') return 0;
  const sign = tail.startsWith('+') ? 1 : tail.startsWith('-') ? -1 : 0;
  if (sign === 0 || tail.length !== 6 || tail[3] !== ':') return undefined;
  const hours = digits(tail, 1, 2);
  const minutes = digits(tail, 4, 2);
  const offset = hours * 60 + minutes;
  return minutes <= 59 && offset <= LARGEST_OFFSET ? sign * offset : undefined;
};

const hasSeparators = (text: string): boolean =>
  text[4] === '-' && text[7] === '-' && (text[10] === 'T' || text[10] === 't') && text[13] === ':' && text[16] === ':';

/** Index after the fraction that starts at 19, if there is one; -1 when a dot is not followed by a digit. */
const endOfFraction = (text: string): number => {
  if (text[19] !== '.') return 19;
  let end = 20;
  while (end < text.length && !Number.isNaN(digits(text, end, 1))) end += 1;
  return end === 20 ? -1 : end;
};

/** Midnight of a day, or undefined when the calendar has no such day. */
const startOfDay = (year: number, month: number, day: number): Date | undefined => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
};

/**
 * Milliseconds since 1970-01-01T00:00:00Z, digits beyond the millisecond cut off; undefined when the text is no dateTime.
 * Years 0001 to 9999; 24:00:00 and leap seconds are refused. RFC 7643 section 2.3.5.
 */
export const parseDateTime = (text: string): number | undefined => {
  if (text.length < 19 || text.length > LONGEST || !hasSeparators(text)) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)];
  if (!(year >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const end = endOfFraction(text);
  const offset = end < 0 ? undefined : offsetMinutes(text.slice(end));
  if (offset === undefined) return undefined;
  const date = startOfDay(year, month, day);
  if (date === undefined) return undefined;
  const millisecond = end === 19 ? 0 : Number(`${text.slice(20, Math.min(end, 23))}00`.slice(0, 3));
  date.setUTCHours(hour, minute - offset, second, millisecond);
  return date.getTime();
};

/** The day of a time in milliseconds since 1970, in UTC, such as `2026-11-27`; undefined when there is no such time. */
export const dayOf = (milliseconds: number): string | undefined => {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
};
