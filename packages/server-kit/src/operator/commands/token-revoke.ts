// token revoke
import { Command } from 'commander';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Revokes a token. */
export const revokeTokenCommand = ({ administer }: Session): Command =>
  new Command('revoke')
    .argument('<fingerprint>', 'as token list shows it')
    .description(`revoke a token; ${WHEN_NOTICED}`)
    .addOption(jsonOption())
    .action(async (fingerprint: string, options: AnswerOptions) => {
      await administer((administration) => administration.revokeToken(fingerprint));
      tell(options, [`Token ${fingerprint} is revoked`], { fingerprint, state: 'revoked' });
    });
