// Turns arguments, environment and the demo's token file into what a day needs, or into a sentence that says what is wrong.
import { join } from 'node:path';
import type { AppKind } from './play-day.ts';

/** The arguments as they were typed. */
export interface Flags {
  readonly url?: string;
  readonly token?: string;
  readonly platformKey?: string;
  readonly app: 'oin' | 'aiw' | 'both';
  readonly verbose: boolean;
  readonly http: boolean;
}

/** What the arguments mean. */
export interface Settings {
  readonly baseUrl: string;
  readonly token: string;
  readonly apps: readonly AppKind[];
  /** A key of the platform, if its side is to be shown. */
  readonly platformKey?: string;
}

/** Where the local server listens unless it is told otherwise. */
export const defaultUrl = 'http://127.0.0.1:8080/scim/v2';

/** How to get a server to play against. */
export const howToStart = `Start one with: npx -y pnpm@12.21.0 start
Another server: npx -y pnpm@12.21.0 okta-day --url https://scim.example/scim/v2 --token <token>`;

/** An argument or a variable cannot be used; the message is for the person who typed it. */
export class UsageError extends Error {}

/** Reads a file; `undefined` when there is none. */
export type ReadText = (path: string) => string | undefined;

/** Decides base URL and token. Fails: UsageError. */
export const settle = (
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
  readText: ReadText,
): Settings => {
  const url = parseUrl(flags.url ?? (environment['LOOOP_SCIM_URL'] || defaultUrl));
  const baseUrl = url.href.replace(/\/+$/u, '');
  const typed = flags.token ?? environment['LOOOP_SCIM_TOKEN'];
  const token =
    typed === undefined || typed.trim() === '' ? demoToken(url, environment, readText) : withoutScheme(typed.trim());
  if (![...token].every((sign) => sign > ' ' && sign <= '~')) {
    throw new UsageError(
      'The token has a space or another character that cannot be sent in a header. Was it copied whole?',
    );
  }
  const platformKey = flags.platformKey ?? environment['LOOOP_SCIM_PLATFORM_KEY'];
  const apps: readonly AppKind[] = flags.app === 'both' ? ['oin', 'aiw'] : [flags.app];
  return { baseUrl, token, apps, ...(platformKey && { platformKey: platformKey.trim() }) };
};

const parseUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UsageError(`"${text}" is no base URL. It looks like ${defaultUrl}`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UsageError('The base URL takes no query, no fragment and no user name; it ends in /scim/v2.');
  }
  return url;
};

/** The whole Authorization value is what Okta's Header Auth template asks for; here the token alone is enough. */
const withoutScheme = (token: string): string =>
  token.toLowerCase().startsWith('bearer ') ? token.slice('bearer '.length).trim() : token;

/** The token that the local server keeps for its demo organisation. It is not offered to any other host. */
const demoToken = (url: URL, environment: Readonly<Record<string, string | undefined>>, readText: ReadText): string => {
  const path = join(environment['LOOOP_SCIM_DATA'] || 'data', 'demo-token');
  if (!isLoopback(url)) throw new UsageError(`No token for ${url.host}. Give it by --token or LOOOP_SCIM_TOKEN.`);
  const token = readText(path)?.trim();
  if (token === undefined || token === '') {
    throw new UsageError(
      `No token. The local server prints one when it starts on an empty data directory and keeps the demo's token in ${path};
give it by --token or LOOOP_SCIM_TOKEN, or name the server's data directory by LOOOP_SCIM_DATA.
${howToStart}`,
    );
  }
  return token;
};

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
