// People who sign in: operators, who look after the installation, and administrators of organisations.
import type { OrganisationId } from '../organisation/organisation.ts';
import { isPlainText } from '../rules/plain-text.ts';

/** What somebody may do in an organisation: a viewer reads, an administrator changes as well. */
export const ROLES = ['viewer', 'administrator'] as const;

/** One of `ROLES`. */
export type Role = (typeof ROLES)[number];

/** A link that lets its holder set the password of an account, once. */
export interface PasswordLink {
  /** SHA-256 of the secret, 64 hexadecimal digits. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** An account. One person has one, whatever the number of organisations. */
export interface Account {
  /** Made from the e-mail address, so that an address has one account at most. */
  readonly id: string;
  /** As `normalisedEmail` makes it. */
  readonly email: string;
  /** What the person is called; empty until the person has said it. */
  readonly name: string;
  readonly isOperator: boolean;
  /** The role in each organisation that the person administers. */
  readonly roles: Readonly<Partial<Record<OrganisationId, Role>>>;
  /** Absent until a password was set. */
  readonly passwordHash?: string;
  /** Sessions are valid while the account has the stamp that they began with. */
  readonly stamp: string;
  /** The one link that may set the password. */
  readonly link?: PasswordLink;
  /** Networks from which the person has signed in with a password or a link, the last one first; at most 5. */
  readonly networks: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly lastSignIn?: number;
  /** Since when nobody can sign in to the account. */
  readonly disabled?: number;
}

/** Networks that are remembered of an account. */
const MOST_NETWORKS = 5;

/** The account after its person has signed in from a network. */
export const signedInFrom = (account: Account, network: string, at: number): Account => ({
  ...account,
  lastSignIn: at,
  networks: [network, ...account.networks.filter((known) => known !== network)].slice(0, MOST_NETWORKS),
});

/** The account with a role in an organisation, or without one. */
export const withRole = (account: Account, organisation: OrganisationId, role: Role | undefined): Account => {
  const { [organisation]: _before, ...others } = account.roles;
  return { ...account, roles: role === undefined ? others : { ...others, [organisation]: role } };
};

/** Longest name of a person, in characters. */
export const LONGEST_NAME = 200;

/** A name as it is kept: composed, without blanks around it. */
export const keptName = (text: string): string => text.normalize('NFC').trim();

/** Whether a kept name can be that of a person: at most 200 characters of plain text. Empty: the person has none yet. */
export const isPersonName = (name: string): boolean => name.length <= LONGEST_NAME && isPlainText(name);
