// organisation profile
import type { Command } from 'commander';
import type { ProfileName } from '@looop-scim/scim/interop';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { profileOption } from './options.ts';

interface Options extends AnswerOptions {
  readonly profile: ProfileName;
}

/** Sets the interop policy of an organisation. */
export const profileCommand = (session: Session): Command =>
  organisationCommand(session, 'profile')
    .description('set the interop policy of an organisation')
    .addOption(profileOption().makeOptionMandatory())
    .addOption(jsonOption())
    .action(
      named(session, async (name, { profile, ...answer }: Options) => {
        await session.administer((administration) => administration.changeOrganisation(name, { profile }));
        tell(answer, [`${name} is served by the profile ${profile}`], { name, profile });
      }),
    );
