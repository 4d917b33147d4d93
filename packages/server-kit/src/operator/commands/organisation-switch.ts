// organisation enable and disable
import type { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Switches SCIM on or off for an organisation. */
export const switchCommand = (session: Session, verb: 'enable' | 'disable'): Command => {
  const scimEnabled = verb === 'enable';
  const state = scimEnabled ? 'on' : 'off';
  return organisationCommand(session, verb)
    .description(`switch SCIM ${state} for an organisation; ${WHEN_NOTICED}`)
    .addOption(jsonOption())
    .action(
      named(session, async (name, answer: AnswerOptions) => {
        await session.administer((administration) => administration.changeOrganisation(name, { scimEnabled }));
        tell(answer, [`SCIM is ${state} for ${name}`], { name, scimEnabled });
      }),
    );
};
