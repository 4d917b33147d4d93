// operator key ...
import { Command } from 'commander';
import type { Session } from '../session.ts';
import { issueKeyCommand } from './key-issue.ts';
import { listKeysCommand } from './key-list.ts';
import { revokeKeyCommand } from './key-revoke.ts';
import { rotateKeyCommand } from './key-rotate.ts';

/** The commands about platform keys. */
export const keyCommands = (session: Session): Command => {
  const command = new Command('key').description(
    "create, list, rotate and revoke platform keys, which open the learning platform's API and never SCIM",
  );
  command.addCommand(issueKeyCommand(session));
  command.addCommand(listKeysCommand(session));
  command.addCommand(rotateKeyCommand(session));
  command.addCommand(revokeKeyCommand(session));
  return command;
};
