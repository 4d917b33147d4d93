// account invite
import { Option, type Command } from 'commander';
import * as Effect from 'effect/Effect';
import { ROLES, type Role } from '@looop-scim/provisioning/accounts';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { deliverLink } from '../deliver-link.ts';
import type { Session } from '../session.ts';

interface Options extends AnswerOptions {
  readonly role: Role;
}

/** Invites somebody to administer an organisation. */
export const inviteCommand = (session: Session): Command =>
  organisationCommand(session, 'invite')
    .argument('<email>')
    .description('invite somebody to administer an organisation, by a link that is used once, within seven days')
    .addOption(
      new Option('--role <role>', 'a viewer reads, an administrator changes as well')
        .choices(ROLES)
        .default('administrator'),
    )
    .addOption(jsonOption())
    .action(
      named(session, async (name, email: string, { role, ...answer }: Options) => {
        const { lines, json } = await session.work(({ administration, people, config }) =>
          deliverLink(config, () =>
            Effect.runPromise(
              Effect.flatMap(administration.organisation(name), ({ id }) =>
                people.teamOf(id).invite({ email, role, by: 'an operator, by command' }),
              ),
            ),
          ),
        );
        tell(answer, [`Invited: ${email} as ${role} of ${name}`, ...lines], {
          email,
          role,
          organisation: name,
          ...json,
        });
      }),
    );
