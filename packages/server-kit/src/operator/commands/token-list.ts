// token list
import type { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonLinesOption, tellEach, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { tokenJson, tokenLine } from '../token-lines.ts';

/** Lists the tokens of an organisation, one a line, newest first. */
export const listTokensCommand = (session: Session): Command =>
  organisationCommand(session, 'list')
    .description('list the tokens of an organisation by fingerprint, with their labels and last use')
    .addOption(jsonLinesOption())
    .action(
      named(session, async (name, options: AnswerOptions) => {
        const tokens = await session.administer((administration) => administration.listTokens(name));
        tellEach(options, tokens, { lineOf: tokenLine, jsonOf: tokenJson });
      }),
    );
