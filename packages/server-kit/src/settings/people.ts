// LOOOP_SCIM_SUPPORT and LOOOP_SCIM_AUDIT_DAYS: whom administrators turn to, and for how long it is known what they did.
import { ConfigurationError, read, readNumber, type Environment } from './environment.ts';

/** Settings about people who sign in. */
export interface PeopleSettings {
  /** An e-mail address or a URL. */
  readonly support?: string;
  /** For how many days the audit log is kept; 0: for ever. */
  readonly auditDays: number;
}

const AUDIT_DAYS = { default: 365, least: 0, most: 36_500, note: '0 keeps it for ever' };
const LONGEST_SUPPORT = 200;

const isAddress = (text: string): boolean => {
  const url = URL.parse(text);
  if (url !== null) return url.protocol === 'https:' || url.protocol === 'http:';
  const at = text.indexOf('@');
  return at > 0 && at === text.lastIndexOf('@') && at < text.length - 1 && !/\s/u.test(text);
};

const readSupport = (environment: Environment): string | undefined => {
  const text = read(environment, 'LOOOP_SCIM_SUPPORT');
  if (text === undefined) return undefined;
  if (text.length > LONGEST_SUPPORT || !isAddress(text)) {
    throw new ConfigurationError(
      `LOOOP_SCIM_SUPPORT must be an e-mail address or an http(s) URL of at most ${LONGEST_SUPPORT} characters, not "${text}"`,
    );
  }
  return text;
};

/** What holds where nothing is set. */
export const DEFAULT_PEOPLE: PeopleSettings = { auditDays: AUDIT_DAYS.default };

/** Reads the settings about people. @throws ConfigurationError */
export const readPeopleSettings = (environment: Environment): PeopleSettings => {
  const support = readSupport(environment);
  return {
    ...(support !== undefined && { support }),
    auditDays: readNumber(environment, 'LOOOP_SCIM_AUDIT_DAYS', AUDIT_DAYS),
  };
};
