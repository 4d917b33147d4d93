// A command that is called wrongly is refused in one line, which says where the help is.
import type { Command } from 'commander';
import { failureLine } from '../lifecycle/failure-line.ts';

const wordsOf = (command: Command): string =>
  command.parent === null ? command.name() : `${wordsOf(command.parent)} ${command.name()}`;

/** Before what commander says. */
const PREFIX = 'error: ';

/** What commander says, in one line: a guess at what was meant stands in a line of its own. */
const usageFailure = (text: string, command: Command): string => {
  const said = text
    .trim()
    .split('\n')
    .map((line) => (line.startsWith(PREFIX) ? line.slice(PREFIX.length) : line))
    .join(' ');
  return `${said}${said.endsWith('.') || said.endsWith(')') ? '' : '.'} See: ${wordsOf(command)} --help`;
};

/** Has a command and all below it refused so. */
export const explainUsage = (command: Command, json: boolean): void => {
  command.configureOutput({
    outputError: (text, write) => write(`${failureLine(usageFailure(text, command), json)}\n`),
  });
  for (const child of command.commands) explainUsage(child, json);
};
