// LOOOP_SCIM_PUBLIC_URL: the address by which identity providers reach the server through the proxy in front of it.
import { ConfigurationError, read, type Environment } from './environment.ts';

/** Where SCIM is served below the server's address. */
export const SCIM_PATH = '/scim/v2';

/** The address of the pages: what comes before the path of SCIM. */
export const pagesOf = (baseUrl: string): string =>
  baseUrl.endsWith(SCIM_PATH) ? baseUrl.slice(0, -SCIM_PATH.length) : baseUrl;

/** Addresses that a server listens on and that nobody can connect to. */
const WILDCARDS = ['0.0.0.0', '::', '[::]'];

/** Whether an address stands for every address of the machine. */
export const isWildcard = (address: string): boolean => WILDCARDS.includes(address);

const EXAMPLE = 'such as https://scim.example.com';

const refuse = (problem: string): never => {
  throw new ConfigurationError(`LOOOP_SCIM_PUBLIC_URL ${problem}`);
};

const withoutSlashesAtEnd = (text: string): string => {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
};

/** The URL of a text that has the form of one; what URL.parse repairs (`https:/x`, `https:x`, back slashes) is refused. */
const parse = (text: string): URL => {
  const lower = text.toLowerCase();
  const scheme = ['https://', 'http://'].find((start) => lower.startsWith(start)) ?? '';
  const rest = withoutSlashesAtEnd(text).slice(scheme.length);
  const url = scheme === '' ? null : URL.parse(text);
  if (url === null || rest.startsWith('/') || rest.includes('//') || /[\s\\]/u.test(rest)) {
    return refuse(`must be an http or https URL ${EXAMPLE}, not "${text}"`);
  }
  return url;
};

/** The name or address by which clients reach the server, without brackets; undefined when no URL is set. */
export const hostOf = (publicUrl: string | undefined): string | undefined => {
  if (publicUrl === undefined) return undefined;
  const { hostname } = new URL(publicUrl);
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
};

/** The path that the base URL ends in, without a slash at its end. */
const basePath = (pathname: string): string => {
  const path = withoutSlashesAtEnd(pathname);
  if (path.endsWith(SCIM_PATH)) return path;
  if (path.includes(SCIM_PATH)) return refuse(`must end in ${SCIM_PATH} or stop before it, not go on to "${path}"`);
  return `${path}${SCIM_PATH}`;
};

/**
 * Reads the public base URL, with `/scim/v2` appended where it is missing; undefined when none is set.
 * @throws ConfigurationError
 */
export const readPublicUrl = (environment: Environment): string | undefined => {
  const text = read(environment, 'LOOOP_SCIM_PUBLIC_URL');
  if (text === undefined) return undefined;
  // Credentials and queries first: the refusal must not repeat a password.
  const parsed = URL.parse(text);
  if (
    parsed !== null &&
    (parsed.search !== '' || parsed.hash !== '' || `${parsed.username}${parsed.password}` !== '')
  ) {
    return refuse('must have no query, fragment or credentials');
  }
  const url = parse(text);
  if (isWildcard(url.hostname)) return refuse(`must name the host that clients connect to, not ${url.hostname}`);
  return `${url.origin}${basePath(url.pathname)}`;
};
