// operator token revoke
import { Command } from 'commander';
import { print, type Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Revokes a token. */
export const revokeTokenCommand = ({ administer }: Session): Command =>
  new Command('revoke')
    .argument('<fingerprint>', 'as token list shows it')
    .description(`revoke a token; ${WHEN_NOTICED}`)
    .action(async (fingerprint: string) => {
      await administer((administration) => administration.revokeToken(fingerprint));
      print(`Token ${fingerprint} is revoked`);
    });
