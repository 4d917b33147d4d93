// operator token ...
import { Command } from 'commander';
import type { Session } from '../session.ts';
import { issueTokenCommand } from './token-issue.ts';
import { listTokensCommand } from './token-list.ts';
import { rotateTokenCommand } from './token-rotate.ts';
import { revokeTokenCommand } from './token-revoke.ts';
import { unknownTokensCommand } from './token-unknown.ts';

/** The commands about tokens. */
export const tokenCommands = (session: Session): Command => {
  const command = new Command('token').description(
    'create, list, rotate and revoke provisioning tokens; several may be valid at once',
  );
  command.addCommand(issueTokenCommand(session));
  command.addCommand(listTokensCommand(session));
  command.addCommand(rotateTokenCommand(session));
  command.addCommand(revokeTokenCommand(session));
  command.addCommand(unknownTokensCommand(session));
  return command;
};
