// Reading of environment variables: which there are, what is set, and how a bad value is refused.
import { closestMatch } from 'leven';

/** A value that the configuration cannot be read from; the message names the variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** The setting that has the value, where one alone is at fault. */
  readonly setting: VariableName | undefined;
  constructor(message: string, setting?: VariableName) {
    super(message);
    this.setting = setting;
  }
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'LOOOP_SCIM_';

/** Every variable that a server or an operator's command reads. */
export const VARIABLES = [
  'HOST',
  'PORT',
  'LOG_LEVEL',
  'LOOOP_SCIM_CONFIG',
  'LOOOP_SCIM_DATA',
  'LOOOP_SCIM_STORE',
  'LOOOP_SCIM_MONGODB_POOL',
  'LOOOP_SCIM_TOKEN',
  'LOOOP_SCIM_PLATFORM_KEY',
  'LOOOP_SCIM_PUBLIC_URL',
  'LOOOP_SCIM_WORKERS',
  'LOOOP_SCIM_MAX_ROWS',
  'LOOOP_SCIM_MAX_SECONDS',
  'LOOOP_SCIM_ACTIVITY_DAYS',
  'LOOOP_SCIM_EVENT_DAYS',
  'LOOOP_SCIM_AUDIT_DAYS',
  'LOOOP_SCIM_SUPPORT',
  'LOOOP_SCIM_IDENTITY_PROVIDER_NETWORKS',
  'LOOOP_SCIM_LAST_PROFILE_HOURS',
  'LOOOP_SCIM_WEBHOOK_NETWORKS',
  'LOOOP_SCIM_WEBHOOK_DELIVERY_DAYS',
  'LOOOP_SCIM_RATE_LIMIT',
  'LOOOP_SCIM_MAX_IN_FLIGHT',
  'LOOOP_SCIM_TRUSTED_PROXIES',
  'LOOOP_SCIM_STALLED_SECONDS',
  'LOOOP_SCIM_MAX_UNREAD_MIB',
  'LOOOP_SCIM_CLOSING_SECONDS',
  'LOOOP_SCIM_TLS_CERT',
  'LOOOP_SCIM_TLS_KEY',
  'LOOOP_SCIM_INSECURE_HTTP',
  'LOOOP_SCIM_UPGRADE_BACKUPS',
] as const;

/** Variables of other programs of this repository, which one shell may hold as well. */
const OF_OTHERS = ['LOOOP_SCIM_URL', 'LOOOP_SCIM_TEST_MONGODB'];

/** A variable that may be read. */
export type VariableName = (typeof VARIABLES)[number];

/** Letters in which a wrong name may differ to be taken for a known one. */
const MOST_TYPOS = 4;

/** The setting that a wrong name may have meant, in any case. */
export const closestSetting = (name: string, among: readonly VariableName[]): string | undefined =>
  closestMatch(name.toUpperCase(), among, { maxDistance: MOST_TYPOS });

/** One line for each variable that looks like a setting and is not one. */
export const unknownVariables = (environment: Environment): readonly string[] => {
  const known: readonly string[] = [...VARIABLES, ...OF_OTHERS];
  const ours = VARIABLES.filter((name) => name.startsWith(PREFIX));
  return Object.keys(environment)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !known.includes(name))
    .toSorted()
    .map((name) => {
      const meant = closestSetting(name, ours);
      const hint = meant === undefined ? `There are: ${ours.join(', ')}` : `Did you mean ${meant}?`;
      return `${name} is not a setting and has no effect. ${hint}`;
    });
};

/** The variable's value, undefined when it is not set or empty. */
export const read = (environment: Environment, name: VariableName): string | undefined => {
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
 * @throws ConfigurationError when it is not a whole number or out of its range.
 */
export const readNumber = (environment: Environment, name: VariableName, range: NumberRange): number => {
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
