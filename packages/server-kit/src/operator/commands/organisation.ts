// organisation ...
import { Command } from 'commander';
import type { Session } from '../session.ts';
import { addOrganisationCommand } from './organisation-add.ts';
import { deleteOrganisationCommand } from './organisation-delete.ts';
import { listOrganisationsCommand, showOrganisationCommand } from './organisation-list.ts';
import { profileCommand } from './organisation-profile.ts';
import { renameCommand } from './organisation-rename.ts';
import { ruleCommand } from './organisation-rule.ts';
import { switchCommand } from './organisation-switch.ts';

/** The commands about organisations; where there is one, those that add and delete are not there. */
export const organisationCommands = (session: Session): Command => {
  const isOne = session.app.organisations === 'one';
  const command = new Command('organisation').description(
    isOne ? 'show, rename and change the organisation' : 'add, list, rename, change and delete organisations',
  );
  if (!isOne) command.addCommand(addOrganisationCommand(session));
  command.addCommand(isOne ? showOrganisationCommand(session) : listOrganisationsCommand(session));
  command.addCommand(renameCommand(session));
  command.addCommand(switchCommand(session, 'enable'));
  command.addCommand(switchCommand(session, 'disable'));
  command.addCommand(profileCommand(session));
  command.addCommand(ruleCommand(session, 'rule'));
  // The word of earlier versions.
  command.addCommand(ruleCommand(session, 'leniency'), { hidden: true });
  if (!isOne) command.addCommand(deleteOrganisationCommand(session));
  return command;
};
