// token create
import type { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, type AnswerOptions } from '../answer.ts';
import { deliverToken, tellDelivered } from '../deliver-token.ts';
import type { Session } from '../session.ts';
import { days, tokenFileOption } from './options.ts';

interface Options extends AnswerOptions {
  /** Milliseconds. */
  readonly expiresInDays?: number;
  readonly subject?: string;
  readonly label?: string;
  readonly tokenFile?: string;
}

/** Issues a token for an organisation. */
export const issueTokenCommand = (session: Session): Command =>
  organisationCommand(session, 'create')
    .alias('issue')
    .description('issue a token for an organisation, shown this once')
    .option('--expires-in-days <days>', 'when the token stops to be valid (default: never)', days)
    .option('--label <text>', 'what you call the token, such as "Okta, production"; lists show it')
    .option('--subject <user>', 'userName or id of the user whom the token stands for, and whom /Me means')
    .addOption(tokenFileOption())
    .addOption(jsonOption())
    .action(
      named(session, async (name, { expiresInDays, subject, label, tokenFile, ...answer }: Options) => {
        const request = {
          ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }),
          ...(subject !== undefined && { subject }),
          ...(label !== undefined && { label }),
        };
        const delivered = await session.work(({ administration, config: { dataDirectory } }) =>
          deliverToken({ isTerminal: process.stdout.isTTY, dataDirectory, file: tokenFile }, (generated) =>
            administration.issueToken(name, { ...request, ...generated }),
          ),
        );
        tellDelivered(answer, delivered);
      }),
    );
