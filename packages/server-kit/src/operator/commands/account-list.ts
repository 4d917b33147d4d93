// operator account list
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { Account } from '@looop-scim/provisioning/accounts';
import { printable } from '@looop-scim/provisioning/activity';
import { minuteOf } from '../columns.ts';
import { isoOf, jsonLinesOption, tellEach, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';

/** Accounts that are read at once. */
const PAGE = 500;

type Names = ReadonlyMap<string, string>;

/** The roles of an account, by the names of organisations. */
const rolesOf = ({ roles }: Account, names: Names): readonly (readonly [name: string, role: string])[] =>
  Object.entries(roles)
    .flatMap(([id, role]) => {
      const organisation = names.get(id);
      return organisation === undefined || role === undefined ? [] : [[organisation, role] as const];
    })
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

const jsonOf = (account: Account, names: Names): object => ({
  email: account.email,
  name: account.name,
  isOperator: account.isOperator,
  roles: Object.fromEntries(rolesOf(account, names)),
  hasPassword: account.passwordHash !== undefined,
  created: isoOf(account.created),
  disabled: isoOf(account.disabled),
  lastSignIn: isoOf(account.lastSignIn),
});

const lineOf = (account: Account, names: Names): string => {
  const { email, isOperator, disabled, lastSignIn, passwordHash, name } = account;
  const inOrganisations = rolesOf(account, names).map(([organisation, role]) => `${role} of ${organisation}`);
  return printable(
    [
      email,
      disabled === undefined ? 'active' : 'disabled',
      ...(isOperator ? ['operator'] : []),
      ...inOrganisations.toSorted(),
      ...(passwordHash === undefined ? ['no password yet'] : []),
      `last sign-in ${minuteOf(lastSignIn)}`,
      ...(name === '' ? [] : [`name ${name}`]),
    ].join('  '),
  );
};

/** Lists the accounts, one a line. */
export const listAccountsCommand = ({ work }: Session): Command =>
  new Command('list')
    .description('list accounts: roles, last sign-in')
    .addOption(jsonLinesOption())
    .action(async (options: AnswerOptions) => {
      await work(async ({ accounts, administration }) => {
        const organisations = await Effect.runPromise(administration.listOrganisations());
        const names = new Map<string, string>(organisations.map(({ id, name }) => [id, name]));
        for (let after: string | undefined; ;) {
          const page = { limit: PAGE, ...(after !== undefined && { after }) };
          const found = await Effect.runPromise(accounts.list(page));
          const forms = { lineOf: (one: Account) => lineOf(one, names), jsonOf: (one: Account) => jsonOf(one, names) };
          tellEach(options, found, forms);
          if (found.length < PAGE) return;
          after = found.at(-1)?.id;
        }
      });
    });
