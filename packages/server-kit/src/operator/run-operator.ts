// The process of an operator's command: organisations and tokens of a store, also while a server runs on it.
// First: tsyringe asks for it when it is loaded.
import 'reflect-metadata';
import { Command } from 'commander';
import type { App } from '../app.ts';
import { ignoreBrokenPipes } from '../lifecycle/broken-pipe.ts';
import { withoutCredentials } from '../settings/store.ts';
import { accountCommands } from './commands/account.ts';
import { activityCommand } from './commands/activity.ts';
import { attributeCommands } from './commands/attribute.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { keyCommands } from './commands/key.ts';
import { mappingCommands } from './commands/mapping.ts';
import { organisationCommands } from './commands/organisation.ts';
import { restoreCommand } from './commands/restore.ts';
import { serveCommand } from './commands/serve.ts';
import { tokenCommands } from './commands/token.ts';
import { explainOperatorFailure } from './operator-failure.ts';
import { makeSession, remark } from './session.ts';

const programOf = (app: App): Command => {
  const session = makeSession(app);
  const program = new Command(app.operatorCommand);
  if (app.organisations === 'one') program.addCommand(serveCommand(session));
  const elsewhere = app.stores.length > 1 ? ', or those of the database that LOOOP_SCIM_STORE names' : '';
  return program
    .description(
      `Administers the organisations of a ${app.name}: those in its data directory (LOOOP_SCIM_DATA, default ` +
        `${app.dataDirectory})${elsewhere}. The store has to exist; each command says on stderr which one it works on.`,
    )
    .addCommand(initCommand(session))
    .addCommand(organisationCommands(session))
    .addCommand(tokenCommands(session))
    .addCommand(keyCommands(session))
    .addCommand(accountCommands(session))
    .addCommand(activityCommand(session))
    .addCommand(backupCommand(session))
    .addCommand(restoreCommand(session))
    .addCommand(checkCommand(session))
    .addCommand(mappingCommands(session))
    .addCommand(attributeCommands(session))
    .addCommand(importCommand(session))
    .addCommand(exportCommand(session));
};

/**
 * Runs one command and sets the exit status: 0 when it did what it says, 1 with one line on stderr when it did not, 2 when a check
 * has found something or an import has refused lines.
 */
export const runOperator = async (app: App): Promise<void> => {
  ignoreBrokenPipes();
  try {
    await programOf(app).parseAsync();
  } catch (error) {
    remark(withoutCredentials(explainOperatorFailure(error, app), process.env['LOOOP_SCIM_STORE'] ?? ''));
    process.exitCode = 1;
  }
};
