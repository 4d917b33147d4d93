// Tokens and platform keys in lists.
import type { ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { isoOf } from './answer.ts';
import { minuteOf, stateOf } from './columns.ts';

/** A token or a key in one line. */
export const tokenLine = (token: ProvisioningToken): string =>
  [
    token.fingerprint,
    stateOf(token, Date.now()),
    ...(token.scopes === undefined ? [] : [`scopes ${token.scopes.join(',')}`]),
    `created ${minuteOf(token.created)}`,
    `expires ${minuteOf(token.expires)}`,
    `last used ${minuteOf(token.lastUsed)}${token.lastClient === undefined ? '' : ` by ${token.lastClient}`}`,
    ...(token.subject === undefined ? [] : [`subject ${token.subject}`]),
    ...(token.label === undefined ? [] : [`label ${token.label}`]),
  ].join('  ');

/** The same for programs; of its hash it has the fingerprint alone. */
export const tokenJson = (token: ProvisioningToken): object => ({
  fingerprint: token.fingerprint,
  state: stateOf(token, Date.now()),
  scopes: token.scopes,
  created: isoOf(token.created),
  expires: isoOf(token.expires),
  revoked: isoOf(token.revoked),
  lastUsed: isoOf(token.lastUsed),
  lastClient: token.lastClient,
  subject: token.subject,
  label: token.label,
});
