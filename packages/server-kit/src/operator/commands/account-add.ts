// account add
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { deliverLink } from '../deliver-link.ts';
import type { Session } from '../session.ts';

interface Options extends AnswerOptions {
  readonly name?: string;
}

/** Adds an operator, with a link for the first password. */
export const addAccountCommand = ({ work }: Session): Command =>
  new Command('add')
    .argument('<email>')
    .description('add an operator, who looks after all organisations; the link sets the password, once, within a day')
    .option('--name <name>', 'what the person is called')
    .addOption(jsonOption())
    .action(async (email: string, { name, ...answer }: Options) => {
      const request = { email, isOperator: true, ...(name !== undefined && { name }) };
      const { lines, json } = await work(({ accounts, config }) =>
        deliverLink(config, () => Effect.runPromise(accounts.add(request))),
      );
      tell(answer, [`Operator: ${email}`, ...lines], { email, ...json });
    });
