// What each setting is for: the table of the documents, and the remarks of a new configuration file, say it in these words.
import type { VariableName } from './environment.ts';

/** A setting as it is explained. */
export interface SettingDescription {
  /** The value that holds where nothing is set, or what it is in words. */
  readonly byDefault: { readonly value: string } | { readonly words: string };
  /** Markdown of one line; `[text](file)` leads to a document. */
  readonly meaning: string;
  /** A value as one would write it. */
  readonly example?: string;
  /** What it concerns, where it does not concern every app. */
  readonly only?: 'many organisations' | 'command line';
}

const value = (text: string) => ({ byDefault: { value: text } });
const words = (text: string) => ({ byDefault: { words: text } });

/** Every setting, in the order in which it is explained. */
export const SETTINGS: Readonly<Record<VariableName, SettingDescription>> = {
  HOST: { ...value('127.0.0.1'), meaning: 'address to listen on', example: '0.0.0.0' },
  PORT: { ...value('8080'), meaning: 'port; `0` picks a free one and prints it', example: '8443' },
  LOOOP_SCIM_CONFIG: {
    ...words('`looop-scim.conf` in the data directory, where there is one'),
    meaning: 'configuration file ([below](#configuration-file))',
    only: 'command line',
  },
  LOOOP_SCIM_DATA: {
    ...value('./data'),
    meaning:
      'directory of the SQLite database, of `demo-token`, `demo-platform-key` and `first-sign-in` (created, for its owner alone)',
    only: 'command line',
  },
  LOOOP_SCIM_STORE: {
    ...words('SQLite in `LOOOP_SCIM_DATA`'),
    meaning: 'where the data is: `sqlite:PATH`, or a `mongodb://` or `mongodb+srv://` URL',
    only: 'many organisations',
  },
  LOOOP_SCIM_MONGODB_POOL: {
    ...value('50'),
    meaning: 'connections of a process to each MongoDB server at most, 1 to 1000',
    only: 'many organisations',
  },
  LOOOP_SCIM_TOKEN: {
    ...words('generated'),
    meaning: 'makes `demo` on an empty store, with this token of at least 32 characters',
    only: 'many organisations',
  },
  LOOOP_SCIM_PLATFORM_KEY: {
    ...words('generated with the token'),
    meaning:
      'makes `demo` on an empty store, with this platform key of at least 32 characters; with a given token and no key, `demo` has no key ([api.md](api.md#keys))',
    only: 'many organisations',
  },
  LOOOP_SCIM_PUBLIC_URL: {
    ...words('the address listened on'),
    meaning: 'base of every `location` and `$ref`; `/scim/v2` is appended when it is missing',
    example: 'https://scim.example.com',
  },
  LOOOP_SCIM_TLS_CERT: {
    ...words('none: plain HTTP'),
    meaning:
      'PEM file with the certificate of the server, and after it those of the authorities between; the server then speaks HTTPS (TLS 1.2 or later)',
    example: '/etc/looop-scim/fullchain.pem',
  },
  LOOOP_SCIM_TLS_KEY: {
    ...words('none'),
    meaning:
      'PEM file with the key of the certificate, without a passphrase; both files are read again when they change ([deploy.md](deploy.md#tls))',
    example: '/etc/looop-scim/key.pem',
  },
  LOOOP_SCIM_INSECURE_HTTP: {
    ...value('off'),
    meaning:
      '`on`: plain HTTP is served to other machines although the app asks for TLS; `looop-scim` does, the server for many organisations does not',
  },
  LOOOP_SCIM_UPGRADE_BACKUPS: {
    ...value('3'),
    meaning:
      'backups that are kept of those made before an upgrade brings the SQLite database to a newer schema; `0`: none is made ([deploy.md](deploy.md#upgrade))',
  },
  LOOOP_SCIM_ACTIVITY_DAYS: { ...value('90'), meaning: 'days that activity is kept; `0` keeps it for ever' },
  LOOOP_SCIM_EVENT_DAYS: { ...value('30'), meaning: 'days that directory events are kept; `0` keeps them for ever' },
  LOOOP_SCIM_LAST_PROFILE_HOURS: {
    ...value('24'),
    meaning:
      'hours that the event of a deletion keeps the last profile of the person; afterwards it has id and externalId alone',
  },
  LOOOP_SCIM_WEBHOOK_NETWORKS: {
    ...words('none'),
    meaning:
      'networks that webhooks may go to beside the public internet, with commas between: `10.0.0.0/8,fd00::/8` ([webhooks.md](webhooks.md#where-messages-may-go))',
    example: '10.0.0.0/8',
  },
  LOOOP_SCIM_WEBHOOK_DELIVERY_DAYS: {
    ...value('7'),
    meaning: 'days that it is kept what was sent to webhooks and what they answered, 1 to 365',
  },
  LOOOP_SCIM_AUDIT_DAYS: {
    ...value('365'),
    meaning: 'days that the audit log is kept; `0` keeps it for ever ([accounts.md](accounts.md#audit-log))',
  },
  LOOOP_SCIM_SUPPORT: {
    ...words('none'),
    meaning: 'whom administrators turn to while SCIM is off: an e-mail address or a URL',
    example: 'it-support@example.com',
  },
  LOOOP_SCIM_IDENTITY_PROVIDER_NETWORKS: {
    ...words('none'),
    meaning:
      'networks beside the public internet in which identity providers of administrators may be, also without TLS: `10.0.0.0/8,fd00::/8`',
    example: '10.0.0.0/8',
  },
  LOOOP_SCIM_WORKERS: {
    ...words('cores less one, 2 to 8'),
    meaning: "threads for calls that take long, on SQLite; `0`: the server's own thread does everything",
    example: '2',
  },
  LOOOP_SCIM_MAX_ROWS: {
    ...value('2000000'),
    meaning: 'rows that one call may look at, on SQLite; beyond it is 400 `tooMany`',
  },
  LOOOP_SCIM_MAX_SECONDS: { ...value('30'), meaning: 'seconds after which a call is stopped (400 `tooMany`)' },
  LOOOP_SCIM_RATE_LIMIT: {
    ...value('200'),
    meaning: 'requests a second of one token; `off`: requests are not limited ([limits.md](limits.md#requests))',
  },
  LOOOP_SCIM_MAX_IN_FLIGHT: { ...value('100'), meaning: 'requests of one token that are not answered yet' },
  LOOOP_SCIM_TRUSTED_PROXIES: {
    ...value('loopback'),
    meaning:
      'whose `X-Forwarded-For` is believed: addresses and ranges with commas between (`10.0.0.7,10.1.0.0/16`), `loopback`, `linklocal`, `uniquelocal`, or `none`',
  },
  LOOOP_SCIM_STALLED_SECONDS: {
    ...value('30'),
    meaning: 'seconds after which a connection ends whose client takes nothing of its answer',
  },
  LOOOP_SCIM_MAX_UNREAD_MIB: {
    ...value('64'),
    meaning: 'MiB of large answers that wait for their clients at the same time',
  },
  LOOOP_SCIM_CLOSING_SECONDS: {
    ...value('1'),
    meaning: 'seconds that idle connections are kept after SIGTERM, 0 to 20',
  },
  LOG_LEVEL: { ...value('info'), meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`' },
};
