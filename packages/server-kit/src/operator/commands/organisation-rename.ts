// organisation rename
import type { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Renames an organisation; tokens and everything else stay as they are. */
export const renameCommand = (session: Session): Command =>
  organisationCommand(session, 'rename')
    .argument('<new-name>', '1 to 63 lower-case letters, digits and hyphens')
    .description(`rename an organisation; its tokens and all that it has stay; ${WHEN_NOTICED}`)
    .addOption(jsonOption())
    .action(
      named(session, async (name, newName: string, answer: AnswerOptions) => {
        await session.administer((administration) => administration.changeOrganisation(name, { name: newName }));
        tell(answer, [`The organisation ${name} is now ${newName}`], { name: newName, before: name });
      }),
    );
