// account link
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { deliverLink } from '../deliver-link.ts';
import type { Session } from '../session.ts';

/** Makes a link that sets another password. */
export const linkAccountCommand = ({ work }: Session): Command =>
  new Command('link')
    .argument('<email>')
    .description(
      'make a link that sets another password, for somebody who has lost theirs; it is used once, within a day',
    )
    .addOption(jsonOption())
    .action(async (email: string, answer: AnswerOptions) => {
      const { lines, json } = await work(({ accounts, config }) =>
        deliverLink(config, () => Effect.runPromise(accounts.link(email))),
      );
      tell(answer, lines, { email, ...json });
    });
