// Writes the table of settings in docs/configuration.md from what the settings say of themselves; the rest of it is written by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS, VARIABLES } from '../packages/server-kit/src/operator/run-operator.ts';
import { ROOT } from './tracked-files.ts';

const rowOf = (name: (typeof VARIABLES)[number]): string => {
  const { byDefault, meaning } = SETTINGS[name];
  const shown = 'value' in byDefault ? `\`${byDefault.value}\`` : byDefault.words;
  return `| \`${name}\` | ${shown} | ${meaning} |`;
};

/** The text of docs/configuration.md with its table made anew. */
export const configurationDocument = (): string => {
  const lines = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| '));
  const rows = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  const table = ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...VARIABLES.map(rowOf)];
  return [...lines.slice(0, first), ...table, ...lines.slice(first + rows)].join('\n');
};
