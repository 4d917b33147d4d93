// All commands of an app.
import { Command } from 'commander';
import type { App } from '../app.ts';
import { asksForJson } from '../lifecycle/failure-line.ts';
import { accountCommands } from './commands/account.ts';
import { activityCommand } from './commands/activity.ts';
import { attributeCommands } from './commands/attribute.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { configCommand } from './commands/config.ts';
import { supportBundleCommand } from './commands/support-bundle.ts';
import { upgradeCommand } from './commands/upgrade.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { keyCommands } from './commands/key.ts';
import { mappingCommands } from './commands/mapping.ts';
import { organisationCommands } from './commands/organisation.ts';
import { restoreCommand } from './commands/restore.ts';
import { setUpCommand } from './commands/set-up.ts';
import { serveCommand } from './commands/serve.ts';
import { tokenCommands } from './commands/token.ts';
import { userCommands } from './commands/user.ts';
import { groupCommands } from './commands/group.ts';
import { COMPLETE, completionCommand } from './completion.ts';
import type { Session } from './session.ts';
import { explainUsage } from './usage-failure.ts';
import { givenBy, placeOptions } from './setting-options.ts';

const STATUSES = `Exit status: 0 when it did what it says, 1 with one line on stderr when it did not, 2 when a check has found something or an import has refused lines. With --json the line on stderr is {"error": text}.`;

const descriptionOf = ({ name, dataDirectory, stores, organisations }: App): string => {
  if (organisations === 'one') {
    return `Sets up ${name}, runs its server and looks after it. The data is in a directory (--data or LOOOP_SCIM_DATA, default ${dataDirectory}).`;
  }
  const elsewhere = stores.length > 1 ? ', or those of the database that LOOOP_SCIM_STORE names' : '';
  return (
    `Administers the organisations of a ${name}: those in its data directory (--data or LOOOP_SCIM_DATA, default ${dataDirectory})${elsewhere}. ` +
    'The store has to exist; each command says on stderr which one it works on.'
  );
};

/** The commands that do something, each with what it is called by. */
export const leavesOf = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);

/** Makes the program of a session. */
export const makeProgram = (session: Session): Command => {
  const { app, give } = session;
  const program = new Command(app.operatorCommand)
    .description(descriptionOf(app))
    .addHelpText('after', `\n${STATUSES}`);
  const first = app.organisations === 'one' ? [setUpCommand(session), serveCommand(session)] : [initCommand(session)];
  const commands = [
    ...first,
    organisationCommands(session),
    tokenCommands(session),
    keyCommands(session),
    accountCommands(session),
    userCommands(session),
    groupCommands(session),
    activityCommand(session),
    backupCommand(session),
    restoreCommand(session),
    checkCommand(session),
    mappingCommands(session),
    attributeCommands(session),
    importCommand(session),
    exportCommand(session),
    upgradeCommand(session),
    configCommand(session),
    supportBundleCommand(session),
  ];
  if (app.version !== undefined) program.version(app.version);
  for (const command of commands) program.addCommand(command);
  for (const leaf of leavesOf(program)) for (const option of placeOptions()) leaf.addOption(option);
  program.hook('preAction', (_program, command) => give(givenBy(command.opts())));
  if (process.argv[2] !== COMPLETE) program.addCommand(completionCommand(app.operatorCommand));
  explainUsage(program, asksForJson(process.argv));
  return program;
};
