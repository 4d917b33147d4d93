// Turns arguments and environment into what a check needs, or into a sentence that says what is wrong.
import { allCases } from '@looop-scim/conformance';

/** The arguments as they were typed. */
export interface Flags {
  readonly url: string;
  readonly token?: string;
  readonly only: readonly string[];
  readonly json: boolean;
  readonly laws: boolean;
  readonly runs?: string;
  readonly seed?: string;
}

/** What the arguments mean. */
export interface Settings {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string;
  /** Clients such as `okta` and ids such as `ENTRA-25`, in lower case; empty: everything. */
  readonly only: ReadonlySet<string>;
  readonly json: boolean;
  /** How hard laws are tried; absent when they are not. */
  readonly laws?: { readonly runs: number; readonly seed: number };
}

/** An argument cannot be used; the message is for the person who typed it. */
export class UsageError extends Error {}

const SCHEME = 'bearer ';

const baseUrlOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UsageError(`--url must be a base URL such as https://scim.example/scim/v2, not "${text}".`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UsageError('--url must have no query, no fragment and no user name.');
  }
  return url.href.endsWith('/') ? url.href.slice(0, -1) : url.href;
};

const tokenOf = (typed: string | undefined): string => {
  const text = typed?.trim() ?? '';
  const token = text.toLowerCase().startsWith(SCHEME) ? text.slice(SCHEME.length).trim() : text;
  if (token === '') throw new UsageError('The token is missing: use --token, or the variable SCIM_CHECK_TOKEN.');
  if ([...token].every((sign) => sign > ' ' && sign <= '~')) return token;
  throw new UsageError('The token has a space or another character that a header cannot have. Check that it is whole.');
};

const known = new Set(allCases.flatMap(({ client, cases }) => [client, ...cases.map(({ id }) => id.toLowerCase())]));

const onlyOf = (names: readonly string[]): ReadonlySet<string> => {
  const only = new Set(names.map((name) => name.toLowerCase()));
  for (const name of only) {
    if (known.has(name)) continue;
    const clients = allCases.map(({ client }) => client).join(', ');
    throw new UsageError(`--only must be a client (${clients}) or the id of a case such as ENTRA-25, not "${name}".`);
  }
  return only;
};

/** Cases a law: enough to meet most mistakes, few enough for a server that is far away. */
const DEFAULT_RUNS = 25;
const MOST_RUNS = 100_000;
const DEFAULT_SEED = 1;
/** Seeds are 32-bit integers. */
const SEEDS = { least: -2_147_483_648, most: 2_147_483_647 } as const;

const numberOf = (name: string, typed: string, least: number, most: number): number => {
  const number = typed.trim() === '' ? Number.NaN : Number(typed);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`${name} must be a whole number from ${least} to ${most}, not "${typed}".`);
};

const lawsOf = ({ laws, runs, seed }: Flags): Settings['laws'] => {
  if (!laws && (runs !== undefined || seed !== undefined)) {
    throw new UsageError('--runs and --seed say how laws are tried: use them with --laws.');
  }
  if (!laws) return undefined;
  return {
    runs: runs === undefined ? DEFAULT_RUNS : numberOf('--runs', runs, 1, MOST_RUNS),
    seed: seed === undefined ? DEFAULT_SEED : numberOf('--seed', seed, SEEDS.least, SEEDS.most),
  };
};

/** Decides base URL, token and selection. @throws UsageError */
export const settle = (flags: Flags, environment: Readonly<Record<string, string | undefined>>): Settings => {
  const laws = lawsOf(flags);
  return {
    baseUrl: baseUrlOf(flags.url),
    token: tokenOf(flags.token ?? environment['SCIM_CHECK_TOKEN']),
    only: onlyOf(flags.only),
    json: flags.json,
    ...(laws !== undefined && { laws }),
  };
};
