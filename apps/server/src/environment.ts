// ReadContext of environment variables: what is set, and how a bad value is refused.

/** A value that the configuration cannot be read from; the message names the variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable's value, undefined when it is not set or empty. */
export const read = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
};

/** What a number may be. */
interface NumberRange {
  readonly default: number;
  readonly least: number;
  readonly most: number;
  /** What else there is to know of it. */
  readonly note?: string;
}

/**
 * The variable's value as a whole number.
 * @throws ConfigurationError when it is none or out of its range.
 */
export const readNumber = (environment: Environment, name: string, range: NumberRange): number => {
  const text = read(environment, name);
  if (text === undefined) return range.default;
  // Digits alone: Number() would also read 1e3 and 0x50.
  const value = [...text].every((digit) => digit >= '0' && digit <= '9') ? Number(text) : Number.NaN;
  if (value >= range.least && value <= range.most) return value;
  const note = range.note === undefined ? '' : ` (${range.note})`;
  throw new ConfigurationError(
    `${name} must be a whole number from ${range.least} to ${range.most}${note}, not "${text}"`,
  );
};
