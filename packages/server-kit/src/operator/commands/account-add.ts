// operator account add
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { deliverLink } from '../deliver-link.ts';
import { print, type Session } from '../session.ts';

/** Adds an operator, with a link for the first password. */
export const addAccountCommand = ({ work }: Session): Command =>
  new Command('add')
    .argument('<email>')
    .description('add an operator, who looks after all organisations; the link sets the password, once, within a day')
    .option('--name <name>', 'what the person is called')
    .action(async (email: string, { name }: { readonly name?: string }) => {
      const request = { email, isOperator: true, ...(name !== undefined && { name }) };
      const lines = await work(({ accounts, config }) =>
        deliverLink(config, () => Effect.runPromise(accounts.add(request))),
      );
      print(`Operator: ${email}`, ...lines);
    });
