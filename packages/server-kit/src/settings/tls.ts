// How the server is spoken to: over TLS with a certificate of its own, or in plain HTTP.
import { isIPv4 } from 'node:net';
import type { App } from '../app.ts';
import { ConfigurationError, read, type Environment } from './environment.ts';

/** Paths of the PEM files of TLS. */
export interface TlsFiles {
  /** The certificate of the server, and after it those of the authorities between it and the root. */
  readonly certificate: string;
  /** The private key, without a passphrase. */
  readonly key: string;
}

/** Reads where the files of TLS are; undefined: plain HTTP is served. @throws ConfigurationError when one of the two is missing */
export const readTlsFiles = (environment: Environment): TlsFiles | undefined => {
  const certificate = read(environment, 'LOOOP_SCIM_TLS_CERT');
  const key = read(environment, 'LOOOP_SCIM_TLS_KEY');
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  const [there, missing] =
    key === undefined ? ['LOOOP_SCIM_TLS_CERT', 'LOOOP_SCIM_TLS_KEY'] : ['LOOOP_SCIM_TLS_KEY', 'LOOOP_SCIM_TLS_CERT'];
  throw new ConfigurationError(`${there} is set, and ${missing} is not: TLS needs both, a certificate and its key`);
};

/** Reads whether plain HTTP is served to other machines although the app asks for TLS. @throws ConfigurationError */
const readInsecureHttp = (environment: Environment): boolean => {
  const text = read(environment, 'LOOOP_SCIM_INSECURE_HTTP')?.toLowerCase() ?? 'off';
  if (text === 'on' || text === 'off') return text === 'on';
  throw new ConfigurationError(`LOOOP_SCIM_INSECURE_HTTP must be on or off, not "${text}"`);
};

/** Whether only this machine can reach an address. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/**
 * Refuses to serve plain HTTP to other machines, for an app that asks for that: tokens would cross the network as they are.
 * @throws ConfigurationError with the ways out
 */
export const refusePlainHttp = (
  environment: Environment,
  { host, tls }: { readonly host: string; readonly tls?: TlsFiles },
  { plainHttp }: Pick<App, 'plainHttp'>,
): void => {
  if (plainHttp !== 'loopback' || tls !== undefined || isLoopback(host) || readInsecureHttp(environment)) return;
  if (read(environment, 'LOOOP_SCIM_TRUSTED_PROXIES') !== undefined) return;
  throw new ConfigurationError(
    `HOST ${host} would serve plain HTTP to other machines, where tokens and passwords can be read on their way. ` +
      'Set LOOOP_SCIM_TLS_CERT and LOOOP_SCIM_TLS_KEY to serve HTTPS; or set LOOOP_SCIM_TRUSTED_PROXIES to the address of the ' +
      'proxy in front that does; or force plain HTTP by LOOOP_SCIM_INSECURE_HTTP=on (--insecure-http)',
  );
};
