// operator token list
import { Command } from 'commander';
import type { ProvisioningToken } from '@looop-scim/provisioning';
import { minuteOf, stateOf } from '../columns.ts';
import { print, type Session } from '../session.ts';

const lineOf = (token: ProvisioningToken): string =>
  [
    token.fingerprint,
    stateOf(token, Date.now()),
    `created ${minuteOf(token.created)}`,
    `expires ${minuteOf(token.expires)}`,
    `last used ${minuteOf(token.lastUsed)}`,
    ...(token.subject === undefined ? [] : [`subject ${token.subject}`]),
    ...(token.label === undefined ? [] : [`label ${token.label}`]),
  ].join('  ');

/** Lists the tokens of an organisation, one a line, newest first. */
export const listTokensCommand = ({ administer }: Session): Command =>
  new Command('list')
    .argument('<name>')
    .description('list the tokens of an organisation by fingerprint, with their labels and last use')
    .action(async (name: string) => {
      const lines = (await administer((administration) => administration.listTokens(name))).map(lineOf);
      if (lines.length > 0) print(...lines);
    });
