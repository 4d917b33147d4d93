// Everything about people, composed over one set of dependencies.
import type { OrganisationId } from '../../organisation/organisation.ts';
import type { AccountAdministration, Links, Sessions, SigningIn, Team } from '../../ports/inbound/accounts.ts';
import type { SignInSettings, SingleSignOn } from '../../ports/inbound/single-sign-on.ts';
import type { CursorCipher } from '../../ports/outbound/identifiers.ts';
import type { OpenIdProvider } from '../../ports/outbound/openid-provider.ts';
import { makeAccountsRepository, type AccountDependencies } from './accounts-repository.ts';
import { makeAccountAdministration } from './administer-accounts.ts';
import { makeLinks } from './links.ts';
import { makeSessions } from './sessions.ts';
import { makeSignInSettings } from './sign-in-settings.ts';
import { makeSigningIn } from './sign-in.ts';
import { makeSingleSignOn } from './single-sign-on.ts';
import { makeTeam } from './team.ts';

/** What single sign-on needs beside the dependencies of accounts. */
export interface SingleSignOnDependencies {
  readonly provider: OpenIdProvider;
  /** Encrypts what an organisation's settings keep. */
  readonly cipherOf: (id: OrganisationId) => CursorCipher;
  /** Where identity providers send the browser back to; asked for once the server listens. */
  readonly redirectUri: () => string;
}

/** What there is for people with accounts. */
export interface People {
  readonly singleSignOn: SingleSignOn;
  readonly signInSettingsOf: (id: OrganisationId) => SignInSettings;
  readonly signingIn: SigningIn;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly accounts: AccountAdministration;
  readonly teamOf: (id: OrganisationId) => Team;
}

/** Makes the use cases of people. */
export const makePeople = (deps: AccountDependencies, signOn: SingleSignOnDependencies): People => {
  const accounts = makeAccountsRepository(deps);
  const sessions = makeSessions(deps, accounts);
  const { provider, cipherOf, redirectUri } = signOn;
  const signInSettingsOf = (id: OrganisationId) =>
    makeSignInSettings({ records: deps.recordsOf(id), cipher: cipherOf(id), provider, redirectUri });
  const settingsOf = (id: OrganisationId) => signInSettingsOf(id).withSecret();
  return {
    singleSignOn: makeSingleSignOn({ deps, accounts, sessions, provider, settingsOf, redirectUri }),
    signInSettingsOf,
    signingIn: makeSigningIn(deps, accounts, sessions),
    sessions,
    links: makeLinks(deps, accounts, sessions),
    accounts: makeAccountAdministration(deps, accounts),
    teamOf: (id) => makeTeam(deps, accounts, id),
  };
};
