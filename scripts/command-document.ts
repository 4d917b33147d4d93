// Writes docs/on-prem-commands.md: the commands of looop-scim, as they explain themselves.
import { describeCommands, type CommandDescription } from '../packages/server-kit/src/operator/run-operator.ts';

const HEAD = `# Commands of looop-scim

Written by \`generated:write\` from the commands themselves. The server for many organisations has the same commands as \`operator\`, without \`init\` as it is here and without \`serve\`; there a command about an organisation takes its name first: \`operator user list acme\`.

- Where: \`--data DIR\` names the data directory (or \`LOOOP_SCIM_DATA\`), \`--config FILE\` the configuration file (or \`LOOOP_SCIM_CONFIG\`; default: \`looop-scim.conf\` in the data directory). Every command takes both ([configuration.md](configuration.md#configuration-file)).
- Answers go to standard output, everything else to standard error. With \`--json\` the answer is one JSON object, of lists one a line; a failure is \`{"error": "what to do"}\` as the last line on standard error.
- Secrets: a new token is shown on a terminal; elsewhere it goes into a file for its owner alone, and the answer names the file. \`init --json\` alone prints the token that it makes.
- Exit status: 0 when the command did what it says; 1 when it did not, also for a mistake in its options; 2 when a check has found something, an import has refused lines, or an upgrade has no space.
- \`token issue\` and \`key issue\` are other words for \`token create\` and \`key create\`.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const codeCell = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

const sentence = (text: string): string => {
  const whole = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`.replaceAll('<', '&lt;');
  return whole.endsWith('.') ? whole : `${whole}.`;
};

const sectionOf = ({ usage, description, arguments: given, options }: CommandDescription): string => {
  const rows = [...given, ...options].map(([name, text]) => `| ${codeCell(name)} | ${cell(text)} |`);
  const table = rows.length === 0 ? [] : ['| | |', '| --- | --- |', ...rows];
  return [
    `## ${usage.replaceAll('<', '').replaceAll('>', '').replaceAll('[', '').replaceAll(']', '')}`,
    sentence(description),
    table.join('\n'),
  ].join('\n\n');
};

/** The text of docs/on-prem-commands.md. */
export const commandsDocument = (): string => {
  const commands = describeCommands({
    name: 'Looop SCIM',
    operatorCommand: 'looop-scim',
    organisations: 'one',
    plainHttp: 'loopback',
    stores: ['sqlite'],
    dataDirectory: './data',
  });
  return [HEAD, ...commands.map(sectionOf)].join('\n\n');
};
