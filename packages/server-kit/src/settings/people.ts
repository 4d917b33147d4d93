// Settings about people who sign in: whom they turn to, for how long it is known what they did, and where their identity providers may
// be.
import { parseNetworks, type Networks } from '@looop-scim/webhooks-http/networks';
import { ConfigurationError, read, readNumber, type Environment } from './environment.ts';

/** Settings about people who sign in. */
export interface PeopleSettings {
  /** An e-mail address or a URL. */
  readonly support?: string;
  /** For how many days the audit log is kept; 0: for ever. */
  readonly auditDays: number;
  /** Networks beside the public internet in which identity providers may be, also without TLS. */
  readonly identityProviderNetworks: Networks;
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

const readNetworks = (environment: Environment): Networks => {
  const text = read(environment, 'LOOOP_SCIM_IDENTITY_PROVIDER_NETWORKS');
  if (text === undefined) return [];
  const networks = parseNetworks(text);
  if (networks !== undefined) return networks;
  throw new ConfigurationError(
    `LOOOP_SCIM_IDENTITY_PROVIDER_NETWORKS must be networks with commas between, such as 10.0.0.0/8,fd00::/8, not "${text}"`,
  );
};

/** What holds where nothing is set. */
export const DEFAULT_PEOPLE: PeopleSettings = { auditDays: AUDIT_DAYS.default, identityProviderNetworks: [] };

/** Reads the settings about people. @throws ConfigurationError */
export const readPeopleSettings = (environment: Environment): PeopleSettings => {
  const support = readSupport(environment);
  return {
    ...(support !== undefined && { support }),
    auditDays: readNumber(environment, 'LOOOP_SCIM_AUDIT_DAYS', AUDIT_DAYS),
    identityProviderNetworks: readNetworks(environment),
  };
};
