// operator account list
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { Account } from '@looop-scim/provisioning/accounts';
import { printable } from '@looop-scim/provisioning';
import { minuteOf } from '../columns.ts';
import { print, type Session } from '../session.ts';

/** Accounts that are read at once. */
const PAGE = 500;

const lineOf = (account: Account, names: ReadonlyMap<string, string>): string => {
  const { email, isOperator, roles, disabled, lastSignIn, passwordHash, name } = account;
  const inOrganisations = Object.entries(roles).flatMap(([id, role]) => {
    const organisation = names.get(id);
    return organisation === undefined ? [] : [`${role} of ${organisation}`];
  });
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
  new Command('list').description('list accounts: roles, last sign-in').action(async () => {
    await work(async ({ accounts, administration }) => {
      const organisations = await Effect.runPromise(administration.listOrganisations());
      const names = new Map<string, string>(organisations.map(({ id, name }) => [id, name]));
      for (let after: string | undefined; ;) {
        const page = { limit: PAGE, ...(after !== undefined && { after }) };
        const found = await Effect.runPromise(accounts.list(page));
        if (found.length > 0) print(...found.map((account) => lineOf(account, names)));
        if (found.length < PAGE) return;
        after = found.at(-1)?.id;
      }
    });
  });
