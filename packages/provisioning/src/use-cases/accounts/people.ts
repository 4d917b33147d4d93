// Everything about people, composed over one set of dependencies.
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { AccountAdministration, Links, Sessions, SigningIn, Team } from '../../ports/inbound/accounts.ts';
import { makeAccountsRepository, type AccountDependencies } from './accounts-repository.ts';
import { makeAccountAdministration } from './administer-accounts.ts';
import { makeLinks } from './links.ts';
import { makeSessions } from './sessions.ts';
import { makeSigningIn } from './sign-in.ts';
import { makeTeam } from './team.ts';

/** What there is for people with accounts. */
export interface People {
  readonly signingIn: SigningIn;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly accounts: AccountAdministration;
  readonly teamOf: (id: OrganisationId) => Team;
}

/** Makes the use cases of people. */
export const makePeople = (deps: AccountDependencies): People => {
  const accounts = makeAccountsRepository(deps);
  const sessions = makeSessions(deps, accounts);
  return {
    signingIn: makeSigningIn(deps, accounts, sessions),
    sessions,
    links: makeLinks(deps, accounts, sessions),
    accounts: makeAccountAdministration(deps, accounts),
    teamOf: (id) => makeTeam(deps, accounts, id),
  };
};
