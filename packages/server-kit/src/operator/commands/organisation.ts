// operator organisation ...
import { Command } from 'commander';
import type { Session } from '../session.ts';
import { addOrganisationCommand } from './organisation-add.ts';
import { deleteOrganisationCommand } from './organisation-delete.ts';
import { listOrganisationsCommand } from './organisation-list.ts';
import { profileCommand } from './organisation-profile.ts';
import { renameCommand } from './organisation-rename.ts';
import { ruleCommand } from './organisation-rule.ts';
import { switchCommand } from './organisation-switch.ts';

/** The commands about organisations. */
export const organisationCommands = (session: Session): Command => {
  const command = new Command('organisation').description('add, list, rename, change and delete organisations');
  command.addCommand(addOrganisationCommand(session));
  command.addCommand(listOrganisationsCommand(session));
  command.addCommand(renameCommand(session));
  command.addCommand(switchCommand(session, 'enable'));
  command.addCommand(switchCommand(session, 'disable'));
  command.addCommand(profileCommand(session));
  command.addCommand(ruleCommand(session, 'rule'));
  // The word of earlier versions.
  command.addCommand(ruleCommand(session, 'leniency'), { hidden: true });
  command.addCommand(deleteOrganisationCommand(session));
  return command;
};
