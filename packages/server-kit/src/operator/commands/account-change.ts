// operator account disable, enable, promote, demote and delete
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { AccountAdministration } from '@looop-scim/provisioning/accounts';
import { confirm } from '../confirm.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';

interface Change {
  readonly verb: string;
  readonly description: string;
  readonly change: (accounts: AccountAdministration, email: string) => Effect.Effect<void, unknown>;
  readonly done: string;
  readonly isAboutOperators?: true;
}

const CHANGES: readonly Change[] = [
  {
    verb: 'disable',
    description: 'keep somebody from signing in, and end their sessions',
    change: ({ setDisabled }, email) => setDisabled(email, true),
    done: 'is disabled',
  },
  {
    verb: 'enable',
    description: 'let somebody sign in again',
    change: ({ setDisabled }, email) => setDisabled(email, false),
    done: 'may sign in',
  },
  {
    verb: 'promote',
    description: 'make somebody an operator; their sessions end',
    change: ({ setOperator }, email) => setOperator(email, true),
    done: 'is an operator',
    isAboutOperators: true,
  },
  {
    verb: 'demote',
    description: 'make an operator one no more; roles in organisations stay, sessions end',
    change: ({ setOperator }, email) => setOperator(email, false),
    done: 'is no operator any more',
    isAboutOperators: true,
  },
];

const changeCommand = ({ work }: Session, { verb, description, change, done }: Change): Command =>
  new Command(verb)
    .argument('<email>')
    .description(description)
    .addOption(jsonOption())
    .action(async (email: string, answer: AnswerOptions) => {
      await work(({ accounts }) => Effect.runPromise(change(accounts, email)));
      tell(answer, [`${email} ${done}`], { email, change: verb });
    });

const deleteCommand = ({ work }: Session): Command =>
  new Command('delete')
    .argument('<email>')
    .description('delete an account with its roles; what the audit log has of it ends with the retention')
    .option('--yes', 'do not ask', false)
    .addOption(jsonOption())
    .action(async (email: string, { yes, ...answer }: AnswerOptions & { readonly yes: boolean }) => {
      await work(async ({ accounts }) => {
        await Effect.runPromise(accounts.read(email));
        await confirm({ word: email, question: `The account ${email} will be deleted.`, isConfirmed: yes });
        await Effect.runPromise(accounts.remove(email));
      });
      tell(answer, [`The account ${email} is deleted`], { email, change: 'delete' });
    });

/** The commands that change an account; operators are there where there are many organisations. */
export const changeAccountCommands = (session: Session): readonly Command[] => [
  ...CHANGES.filter(({ isAboutOperators }) => session.app.organisations !== 'one' || isAboutOperators !== true).map(
    (change) => changeCommand(session, change),
  ),
  deleteCommand(session),
];
