// Completion of commands in shells.
import { Command } from 'commander';

/** The command that prints a script for a shell, and the one that such a script calls. */
export const COMPLETION_COMMANDS: readonly string[] = ['completion', 'complete'];

/** What the help says of it; what does it is loaded by `addCompletion`, when it is asked for. */
export const completionCommand = (operatorCommand: string): Command =>
  new Command('completion')
    .argument('<shell>', 'zsh, bash, fish or powershell')
    .description(
      `print a script by which a shell completes commands; in bash: source <(${operatorCommand} completion bash)`,
    );

/** Adds the completion of all that a program has. */
export const addCompletion = async (program: Command): Promise<void> => {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(program, { completionCommandName: 'completion' });
};
