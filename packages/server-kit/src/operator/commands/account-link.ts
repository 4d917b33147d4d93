// operator account link
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { deliverLink } from '../deliver-link.ts';
import { print, type Session } from '../session.ts';

/** Makes a link that sets another password. */
export const linkAccountCommand = ({ work }: Session): Command =>
  new Command('link')
    .argument('<email>')
    .description(
      'make a link that sets another password, for somebody who has lost theirs; it is used once, within a day',
    )
    .action(async (email: string) => {
      print(
        ...(await work(({ accounts, config }) => deliverLink(config, () => Effect.runPromise(accounts.link(email))))),
      );
    });
