// The commands as documents list them.
import type { Command } from 'commander';
import type { App } from '../app.ts';
import { leavesOf, makeProgram } from './program.ts';
import { makeSession } from './session.ts';

/** A command. */
export interface CommandDescription {
  /** The words and the arguments, such as `token rotate <fingerprint>`. */
  readonly usage: string;
  readonly description: string;
  readonly arguments: readonly (readonly [name: string, text: string])[];
  readonly options: readonly (readonly [flags: string, text: string])[];
}

/** Options that every command has: said once. */
const COMMON = ['--data', '--config'];

const wordsOf = (command: Command): readonly string[] =>
  command.parent === null || command.parent.parent === null
    ? [command.name()]
    : [...wordsOf(command.parent), command.name()];

const descriptionOf = (command: Command): CommandDescription => {
  const help = command.createHelp();
  const given = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const options = command.options.filter(({ long }) => !COMMON.includes(long ?? ''));
  return {
    usage: [...wordsOf(command), ...given].join(' '),
    description: command.description(),
    arguments: help
      .visibleArguments(command)
      .map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)] as const),
    options: options.map((option) => [option.flags, help.optionDescription(option)] as const),
  };
};

/** All commands of an app, in the order of its help. */
export const describeCommands = (app: App): readonly CommandDescription[] => {
  const program = makeProgram(makeSession(app));
  const help = program.createHelp();
  const isShown = (command: Command): boolean =>
    command.parent === null || (help.visibleCommands(command.parent).includes(command) && isShown(command.parent));
  return leavesOf(program).filter(isShown).map(descriptionOf);
};
