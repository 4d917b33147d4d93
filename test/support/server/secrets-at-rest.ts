// What no use of a server may leave behind: a bad exit, errors in its log, secrets in the log or in its files.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, parseJson } from '@looop-scim/conformance';
import type { Exit } from './server-process.ts';
import type { OwnPlace } from './server-store.ts';

/** Part of every password that a test sends. */
export const PASSWORD_MARK = 'kept-nowhere';

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

const isLogLine = (line: string): boolean => line.startsWith('{');

const levelOf = (line: string): number => {
  const entry = parseJson(line);
  return isObject(entry) && typeof entry['level'] === 'number' ? entry['level'] : 0;
};

/** Log lines that hold a secret. Plain lines of stdout are left out: there the server shows a new token, once. */
const leakingLines = ({ stdout, stderr }: Printed, secrets: readonly string[]): readonly string[] =>
  [...stdout.split('\n').filter(isLogLine), ...stderr.split('\n')].filter((line) =>
    secrets.some((secret) => line.includes(secret)),
  );

/** Log lines of level error and above, and whatever stands on stderr: a server that was only used shows none. */
export const troubledLines = ({ stdout, stderr }: Printed): readonly string[] => [
  ...stdout.split('\n').filter((line) => isLogLine(line) && levelOf(line) >= 50),
  ...stderr.split('\n').filter((line) => line !== ''),
];

/** Names of files below a directory whose bytes hold a secret. */
const leakingFiles = async (directory: string, secrets: readonly string[]): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const leaks: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    if (secrets.some((secret) => bytes.includes(secret))) leaks.push(entry.name);
  }
  return leaks;
};

const leaksIn = async (
  keptElsewhere: OwnPlace['keptElsewhere'],
  secrets: readonly string[],
): Promise<readonly string[]> => {
  const text = await keptElsewhere();
  return secrets.some((secret) => text.includes(secret)) ? ['secret in the database'] : [];
};

/** Everything that a stopped server should not have left, in words; empty when all is well. */
export const faultsLeftBehind = async (
  exit: Exit,
  { dataDirectory, keptElsewhere }: OwnPlace,
  secrets: readonly string[],
): Promise<readonly string[]> => [
  ...(exit.code === 0 ? [] : [`exit status ${exit.code}, signal ${exit.signal}`]),
  ...leakingLines(exit, secrets).map((line) => `secret in the log: ${line}`),
  ...(await leakingFiles(dataDirectory, secrets)).map((file) => `secret in the file ${file}`),
  ...(await leaksIn(keptElsewhere, secrets)),
  ...troubledLines(exit).map((line) => `trouble in the log: ${line}`),
];
