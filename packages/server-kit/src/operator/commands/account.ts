// operator account ...
import { Command } from 'commander';
import type { Session } from '../session.ts';
import { addAccountCommand } from './account-add.ts';
import { changeAccountCommands } from './account-change.ts';
import { inviteCommand } from './account-invite.ts';
import { linkAccountCommand } from './account-link.ts';
import { listAccountsCommand } from './account-list.ts';

/** The commands about accounts of people. */
export const accountCommands = (session: Session): Command => {
  const isOne = session.app.organisations === 'one';
  const command = new Command('account').description(
    isOne
      ? 'accounts of people who sign in, the administrators of the organisation'
      : 'accounts of people who sign in: operators, and administrators of organisations',
  );
  if (!isOne) command.addCommand(addAccountCommand(session));
  command.addCommand(inviteCommand(session));
  command.addCommand(listAccountsCommand(session));
  command.addCommand(linkAccountCommand(session));
  for (const one of changeAccountCommands(session)) command.addCommand(one);
  return command;
};
