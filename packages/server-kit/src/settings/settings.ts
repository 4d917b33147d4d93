// Where settings come from: the command line over the environment, the environment over the configuration file.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { App } from '../app.ts';
import { readConfig, type Config } from './config.ts';
import {
  closestSetting,
  ConfigurationError,
  read,
  VARIABLES,
  type Environment,
  type VariableName,
} from './environment.ts';

/** Name of the configuration file in the data directory, unless another one is named. */
export const CONFIGURATION_FILE = 'looop-scim.conf';

/** What the command line says of settings, by the names of their variables. */
export type GivenSettings = Readonly<Partial<Record<VariableName, string>>>;

/** Where a value comes from. */
export type SettingSource = 'command line' | 'environment' | 'file' | 'default';

/** All settings, and where they come from. */
export interface Settings {
  readonly environment: Environment;
  /** The configuration file that was read. */
  readonly file?: string;
  /** Whether there is a configuration file that could not be read at all. */
  readonly isUnread?: true;
  readonly sourceOf: (name: VariableName) => SettingSource;
}

/** Settings that say which file is read, and so cannot be in it. */
const NOT_IN_A_FILE: readonly string[] = ['LOOOP_SCIM_CONFIG'];

/** What shells put before a setting, and the reader of the file passes over. */
const EXPORT = 'export ';

/** The line that sets a name: of several the last one, whose value holds. */
const lineOf = (text: string, name: string): number => {
  const lines = text.split('\n').map((line) => line.trim());
  const sets = (line: string): boolean => line.startsWith(name) && line.slice(name.length).trimStart().startsWith('=');
  return (
    1 + lines.findLastIndex((line) => sets(line.startsWith(EXPORT) ? line.slice(EXPORT.length).trimStart() : line))
  );
};

const isKnown = (name: string): boolean => VARIABLES.some((known) => known === name) && !NOT_IN_A_FILE.includes(name);

const unknownText = (name: string): string => {
  const meant = closestSetting(name, VARIABLES);
  const hint = meant === undefined || !isKnown(meant) ? 'see docs/configuration.md' : `did you mean ${meant}?`;
  return `${name} is not a setting: ${hint}`;
};

/** A line that is neither a setting nor a remark. */
const strayLine = (text: string): number | undefined => {
  const stray = text.split('\n').findIndex((line) => {
    const rest = line.trim();
    return rest !== '' && !rest.startsWith('#') && !rest.includes('=');
  });
  return stray === -1 ? undefined : stray + 1;
};

/** A configuration file that was read. */
interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
  readonly values: Environment;
  readonly isUnread?: true;
}

/** Told what is wrong with a configuration file. */
type OnProblem = (problem: string) => void;

const refuse: OnProblem = (problem) => {
  throw new ConfigurationError(problem);
};

/** Reads a configuration file: `NAME=value` a line, remarks after `#`. What is wrong is told, and left out. */
const readFile = (path: string, onProblem: OnProblem): ConfigurationFile => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onProblem(`The configuration file ${path} cannot be read: ${reason}`);
    return { path, text: '', values: {}, isUnread: true };
  }
  const values: Environment = parseEnv(text);
  for (const name of Object.keys(values)) {
    if (!isKnown(name)) onProblem(`${path}:${lineOf(text, name)}: ${unknownText(name)}`);
  }
  const stray = strayLine(text);
  // Lines of a quoted value that goes on are none.
  const isQuoted = Object.values(values).some((value) => value?.includes('\n'));
  if (stray !== undefined && !isQuoted) {
    onProblem(`${path}:${stray}: must be NAME=value, or a remark that begins with #`);
  }
  return { path, text, values: Object.fromEntries(Object.entries(values).filter(([name]) => isKnown(name))) };
};

/** How settings are read. */
export interface SettingsOptions {
  /** Whether the configuration file that is named may not be there yet. */
  readonly mayLackFile?: boolean;
  /** Told what is wrong with the configuration file; reading goes on without it. Default: it is thrown. */
  readonly onProblem?: OnProblem;
}

const fileNamed = (
  environment: Environment,
  app: Pick<App, 'dataDirectory'>,
  { mayLackFile = false, onProblem = refuse }: SettingsOptions,
): ConfigurationFile | undefined => {
  const named = read(environment, 'LOOOP_SCIM_CONFIG');
  if (named !== undefined) return mayLackFile && !existsSync(named) ? undefined : readFile(resolve(named), onProblem);
  const path = resolve(join(read(environment, 'LOOOP_SCIM_DATA') ?? app.dataDirectory, CONFIGURATION_FILE));
  if (!existsSync(path)) return undefined;
  const file = readFile(path, onProblem);
  if (read(file.values, 'LOOOP_SCIM_DATA') === undefined) return file;
  onProblem(
    `${path}:${lineOf(file.text, 'LOOOP_SCIM_DATA')}: LOOOP_SCIM_DATA cannot be set in the file of the data directory: ` +
      'remove the line, or name the file by --config',
  );
  const { LOOOP_SCIM_DATA: _elsewhere, ...values } = file.values;
  return { ...file, values };
};

/** Variables that are set to something. */
const setOf = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));

/**
 * Reads where each setting comes from, with the configuration file: the one that LOOOP_SCIM_CONFIG names, or `looop-scim.conf` in
 * the data directory where there is one.
 * @throws ConfigurationError with the file and the line that are at fault
 */
export const readSettings = (
  app: Pick<App, 'dataDirectory'>,
  given: GivenSettings,
  variables: Environment,
  options: SettingsOptions = {},
): Settings => {
  const environment = { ...setOf(variables), ...setOf(given) };
  const file = fileNamed(environment, app, options);
  const sources: readonly (readonly [SettingSource, Environment])[] = [
    ['command line', given],
    ['environment', variables],
    ['file', file?.values ?? {}],
  ];
  return {
    environment: { ...setOf(file?.values ?? {}), ...environment },
    ...(file !== undefined && { file: file.path }),
    ...(file?.isUnread && { isUnread: file.isUnread }),
    sourceOf: (name) => sources.find(([, values]) => read(values, name) !== undefined)?.[0] ?? 'default',
  };
};

/** Reads the configuration. @throws ConfigurationError; of a value of the file it names file and line */
export const configOf = (
  { environment, file, sourceOf }: Settings,
  app: Pick<App, 'stores' | 'dataDirectory'>,
): Config => {
  try {
    return readConfig(environment, app);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const name = VARIABLES.find((known) => error.message.startsWith(`${known} `));
    const isOfFile = name !== undefined && file !== undefined && sourceOf(name) === 'file';
    const place = isOfFile ? `${file}:${lineOf(readFileSync(file, 'utf8'), name)}: ` : '';
    throw new ConfigurationError(`${place}${error.message}`, name);
  }
};
