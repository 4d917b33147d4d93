// key list
import type { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonLinesOption, tellEach, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { tokenJson, tokenLine } from '../token-lines.ts';

/** Lists the platform keys of an organisation, one a line, newest first. */
export const listKeysCommand = (session: Session): Command =>
  organisationCommand(session, 'list')
    .description('list the platform keys of an organisation by fingerprint, with their scopes and last use')
    .addOption(jsonLinesOption())
    .action(
      named(session, async (name, options: AnswerOptions) => {
        const keys = await session.work((installation) => Effect.runPromise(installation.keys.listKeys(name)));
        tellEach(options, keys, { lineOf: tokenLine, jsonOf: tokenJson });
      }),
    );
