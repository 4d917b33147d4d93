// The process of a command: looks after the organisations of a store, also while a server runs on it.
// First: tsyringe asks for it when it is loaded.
import 'reflect-metadata';
import type { App } from '../app.ts';
import { ignoreBrokenPipes } from '../lifecycle/broken-pipe.ts';
import { asksForJson, failureLine } from '../lifecycle/failure-line.ts';
import { addCompletion, COMPLETE } from './completion.ts';
import { failureText } from './failure-text.ts';
import { makeProgram } from './program.ts';
import { makeSession, remark } from './session.ts';

export { SETTINGS } from '../settings/descriptions.ts';
export { VARIABLES } from '../settings/environment.ts';
export { describeCommands, type CommandDescription } from './describe-commands.ts';
export { versionBeside } from './version-beside.ts';

/**
 * Runs one command and sets the exit status: 0 when it did what it says, 1 with one line on stderr when it did not, 2 when a check
 * has found something or an import has refused lines. With --json the line is `{"error": text}`.
 */
export const runOperator = async (app: App): Promise<void> => {
  ignoreBrokenPipes();
  const session = makeSession(app);
  try {
    const program = makeProgram(session);
    if (process.argv[2] === COMPLETE) await addCompletion(program);
    await program.parseAsync();
  } catch (error) {
    remark(failureLine(failureText(error, session), asksForJson(process.argv)));
    process.exitCode = 1;
  }
};
