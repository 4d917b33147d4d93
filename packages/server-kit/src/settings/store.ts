// Where the data is kept: LOOOP_SCIM_STORE and what belongs to it. A URL holds a password, so no text made here repeats one.
import { join, resolve } from 'node:path';
import { ConfigurationError, read, readNumber, type Environment } from './environment.ts';

/** Name of the database in the data directory, unless another is named. */
const DATABASE_FILE = 'looop-scim.sqlite';

const DEFAULT_POOL = 50;
const LARGEST_POOL = 1000;

/** What LOOOP_SCIM_UPGRADE_BACKUPS may be. */
const UPGRADE_BACKUPS = { default: 3, least: 0, most: 1000, note: '0: none is made' };

/** Technologies that a server may keep its data in. */
export type StoreKind = 'sqlite' | 'mongodb';

/** A database and how it is reached. */
export type StoreConfig =
  | {
      readonly kind: 'sqlite';
      readonly path: string;
      /** How many backups are kept of those that are made before upgrades. Default: none is made. */
      readonly upgradeBackups?: number;
    }
  | {
      readonly kind: 'mongodb';
      readonly url: string;
      /** Most connections of this process to each server. */
      readonly poolSize: number;
    };

const isMongoUrl = (text: string): boolean => /^mongodb(?:\+srv)?:\/\/[^/?]/u.test(text);

/** What LOOOP_SCIM_STORE may be, by kind. */
const FORMS: Readonly<Record<StoreKind, string>> = {
  sqlite: 'sqlite:PATH',
  mongodb: 'a mongodb:// or mongodb+srv:// URL',
};

const parseStore = (text: string, poolSize: number, upgradeBackups: number): StoreConfig | undefined => {
  if (isMongoUrl(text)) return { kind: 'mongodb', url: text, poolSize };
  const path = text.startsWith('sqlite:') ? text.slice('sqlite:'.length) : '';
  return path === '' ? undefined : { kind: 'sqlite', path, upgradeBackups };
};

/**
 * Reads where the data is kept, which has to be one of `kinds`; by default in a SQLite file of the data directory.
 * @throws ConfigurationError
 */
export const readStore = (
  environment: Environment,
  dataDirectory: string,
  kinds: readonly StoreKind[],
): StoreConfig => {
  const poolSize = readNumber(environment, 'LOOOP_SCIM_MONGODB_POOL', {
    default: DEFAULT_POOL,
    least: 1,
    most: LARGEST_POOL,
  });
  const upgradeBackups = readNumber(environment, 'LOOOP_SCIM_UPGRADE_BACKUPS', UPGRADE_BACKUPS);
  const text = read(environment, 'LOOOP_SCIM_STORE');
  if (text === undefined) return { kind: 'sqlite', path: join(dataDirectory, DATABASE_FILE), upgradeBackups };
  const store = parseStore(text, poolSize, upgradeBackups);
  if (store === undefined || !kinds.includes(store.kind)) {
    throw new ConfigurationError(`LOOOP_SCIM_STORE must be ${kinds.map((kind) => FORMS[kind]).join(' or ')}`);
  }
  return store;
};

/** The variable that says where the data is, with its value where that is no secret. */
export const nameOfStore = (store: StoreConfig, dataDirectory: string): string => {
  if (store.kind === 'mongodb') return 'LOOOP_SCIM_STORE';
  return store.path === join(dataDirectory, DATABASE_FILE)
    ? `LOOOP_SCIM_DATA ${dataDirectory}`
    : `LOOOP_SCIM_STORE sqlite:${store.path}`;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** User and password of a URL, in every form in which they may be repeated. */
const credentialsOf = (url: string): readonly string[] => {
  const rest = url.slice(url.indexOf('://') + 3);
  const [authority = ''] = rest.split(/[/?]/u, 1);
  // A password that was not escaped as it should be may hold / and @.
  return [authority, rest].flatMap((text) => {
    const credentials = text.slice(0, Math.max(text.lastIndexOf('@'), 0));
    const password = credentials.slice(credentials.indexOf(':') + 1);
    return [credentials, password, decoded(password)].filter((secret) => secret !== '');
  });
};

/** What somebody else says about a store, without the user and password of its URL. */
export const withoutCredentials = (text: string, url: string): string =>
  credentialsOf(url).reduce((shown, secret) => shown.replaceAll(secret, '***'), text);

/** Where the data is, without any secret: for whoever wants to be sure of the store that is worked on. */
export const placeOf = (store: StoreConfig): string => {
  if (store.kind === 'sqlite') return `SQLite ${resolve(store.path)}`;
  const { url } = store;
  // Whatever stands before an @ may be a password.
  const afterCredentials = url.slice(Math.max(url.indexOf('://') + 3, url.lastIndexOf('@') + 1));
  return `MongoDB ${afterCredentials.split('?', 1)[0] ?? ''}`;
};
