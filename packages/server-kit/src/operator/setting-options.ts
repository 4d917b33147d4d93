// Options that stand over settings: which installation a command works on, and how its server is reached.
import { Option } from 'commander';
import type { VariableName } from '../settings/environment.ts';
import type { GivenSettings } from '../settings/settings.ts';

/** Values of the options, by the names that commander gives them. */
const VARIABLE_OF: Readonly<Record<string, VariableName>> = {
  data: 'LOOOP_SCIM_DATA',
  config: 'LOOOP_SCIM_CONFIG',
  host: 'HOST',
  port: 'PORT',
  publicUrl: 'LOOOP_SCIM_PUBLIC_URL',
  tlsCert: 'LOOOP_SCIM_TLS_CERT',
  tlsKey: 'LOOOP_SCIM_TLS_KEY',
  insecureHttp: 'LOOOP_SCIM_INSECURE_HTTP',
};

/** The options that every command has. */
export const placeOptions = (): readonly Option[] => [
  new Option('--data <directory>', 'where the data is (LOOOP_SCIM_DATA)').helpGroup('Which installation:'),
  new Option('--config <file>', 'the configuration file (LOOOP_SCIM_CONFIG)').helpGroup('Which installation:'),
];

/** The options of commands about a server. */
export const serverOptions = (): readonly Option[] => [
  new Option('--host <address>', 'address to listen on (HOST)'),
  new Option('--port <number>', 'port to listen on; 0 picks a free one and prints it (PORT)'),
  new Option('--public-url <url>', 'URL by which the identity provider reaches the server (LOOOP_SCIM_PUBLIC_URL)'),
  new Option('--tls-cert <file>', 'PEM file with the certificate (LOOOP_SCIM_TLS_CERT)'),
  new Option('--tls-key <file>', 'PEM file with its key (LOOOP_SCIM_TLS_KEY)'),
  new Option('--insecure-http', 'serve plain HTTP to other machines (LOOOP_SCIM_INSECURE_HTTP)'),
];

/** What the options of a command say of settings. */
export const givenBy = (options: Readonly<Record<string, unknown>>): GivenSettings =>
  Object.fromEntries(
    Object.entries(VARIABLE_OF).flatMap(([option, variable]) => {
      const value = options[option];
      if (value === true) return [[variable, 'on'] as const];
      return typeof value === 'string' ? [[variable, value] as const] : [];
    }),
  );
