// operator token issue
import { Command } from 'commander';
import { deliverToken } from '../deliver-token.ts';
import { print, type Session } from '../session.ts';
import { days, tokenFileOption } from './options.ts';

interface Options {
  /** Milliseconds. */
  readonly expiresInDays?: number;
  readonly subject?: string;
  readonly label?: string;
  readonly tokenFile?: string;
}

/** Issues a token for an organisation. */
export const issueTokenCommand = ({ work }: Session): Command =>
  new Command('issue')
    .argument('<name>')
    .description('issue a token for an organisation, shown this once')
    .option('--expires-in-days <days>', 'when the token stops to be valid (default: never)', days)
    .option('--label <text>', 'what you call the token, such as "Okta, production"; lists show it')
    .option('--subject <user>', 'userName or id of the user whom the token stands for, and whom /Me means')
    .addOption(tokenFileOption())
    .action(async (name: string, { expiresInDays, subject, label, tokenFile }: Options) => {
      const request = {
        ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }),
        ...(subject !== undefined && { subject }),
        ...(label !== undefined && { label }),
      };
      const { issued, lines } = await work(({ administration, config }) =>
        deliverToken(
          {
            isTerminal: process.stdout.isTTY,
            dataDirectory: config.dataDirectory,
            ...(tokenFile !== undefined && { file: tokenFile }),
          },
          (generated) => administration.issueToken(name, { ...request, ...generated }),
        ),
      );
      print(...lines, `Fingerprint: ${issued.token.fingerprint}`);
    });
