// Why a password is not taken, as the person reads it who has chosen it.
import { LONGEST_PASSWORD, SHORTEST_PASSWORD, type PasswordRefused } from '@looop-scim/provisioning/accounts';

const REASONS: Readonly<Record<PasswordRefused['why'], string>> = {
  short: `it needs at least ${SHORTEST_PASSWORD} characters`,
  long: `it may have ${LONGEST_PASSWORD} characters at most`,
  repetitive: 'its characters repeat or follow each other',
  common: 'it is one of those that are tried first',
  personal: 'little is left of it without the e-mail address and the name of the product',
};

/** Why a password is refused. */
export const explainPassword = ({ why }: Pick<PasswordRefused, 'why'>): string =>
  `The password is refused: ${REASONS[why]}`;
