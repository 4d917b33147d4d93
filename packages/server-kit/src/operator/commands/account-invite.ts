// operator account invite
import { Command, Option } from 'commander';
import * as Effect from 'effect/Effect';
import { ROLES, type Role } from '@looop-scim/provisioning/accounts';
import { deliverLink } from '../deliver-link.ts';
import { print, type Session } from '../session.ts';

/** Invites somebody to administer an organisation. */
export const inviteCommand = ({ work }: Session): Command =>
  new Command('invite')
    .argument('<organisation>')
    .argument('<email>')
    .description('invite somebody to administer an organisation, by a link that is used once, within seven days')
    .addOption(
      new Option('--role <role>', 'a viewer reads, an administrator changes as well')
        .choices(ROLES)
        .default('administrator'),
    )
    .action(async (name: string, email: string, { role }: { readonly role: Role }) => {
      const lines = await work(({ administration, teamOf, config }) =>
        deliverLink(config, () =>
          Effect.runPromise(
            Effect.flatMap(administration.organisation(name), ({ id }) =>
              teamOf(id).invite({ email, role, by: 'an operator, by command' }),
            ),
          ),
        ),
      );
      print(`Invited: ${email} as ${role} of ${name}`, ...lines);
    });
