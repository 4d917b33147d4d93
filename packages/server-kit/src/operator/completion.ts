// Completion of commands in shells.
import { Argument, Command } from 'commander';
import { jsonOption, tell, type AnswerOptions } from './answer.ts';

/** The command that a shell's script calls to complete what is typed. */
export const COMPLETE = 'complete';

/** The script for a shell, which its library can only print. */
const scriptFor = async (shell: string, operatorCommand: string): Promise<string> => {
  const { script } = await import('@bomb.sh/tab');
  const { log } = console;
  const printed: string[] = [];
  console.log = (text: string) => void printed.push(text);
  try {
    script(shell, operatorCommand, operatorCommand);
  } finally {
    console.log = log;
  }
  return printed.join('\n').trimEnd();
};

/** The command that prints a script for a shell. */
export const completionCommand = (operatorCommand: string): Command =>
  new Command('completion')
    .addArgument(new Argument('<shell>', 'whose script').choices(['zsh', 'bash', 'fish', 'powershell']))
    .description(
      `print a script by which a shell completes commands; in bash: source <(${operatorCommand} completion bash)`,
    )
    .addOption(jsonOption('one JSON object: shell and script'))
    .action(async (shell: string, answer: AnswerOptions) => {
      const script = await scriptFor(shell, operatorCommand);
      tell(answer, [script], { shell, script });
    });

/** Adds the command `complete`, which knows all that a program has, to one without `completion`: the library adds its own. */
export const addCompletion = async (program: Command): Promise<void> => {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(program, { completionCommandName: 'completion' });
};
