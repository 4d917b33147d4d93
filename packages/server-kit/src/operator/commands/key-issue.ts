// key create
import { Option, type Command } from 'commander';
import { KEY_SCOPES, type KeyScope } from '@looop-scim/provisioning/organisation';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, type AnswerOptions } from '../answer.ts';
import { deliverToken, tellDelivered } from '../deliver-token.ts';
import type { Session } from '../session.ts';
import { days, keyFileOption } from './options.ts';

interface Options extends AnswerOptions {
  readonly scope: readonly KeyScope[];
  /** Milliseconds. */
  readonly expiresInDays?: number;
  readonly label?: string;
  readonly keyFile?: string;
}

/** Issues a platform key for an organisation. */
export const issueKeyCommand = (session: Session): Command =>
  organisationCommand(session, 'create')
    .alias('issue')
    .description('issue a platform key for an organisation, shown this once')
    .addOption(
      new Option('--scope <scopes...>', 'what the key may do; no scope includes another')
        .choices(KEY_SCOPES)
        .default(['read']),
    )
    .option('--expires-in-days <days>', 'when the key stops to be valid (default: never)', days)
    .option('--label <text>', 'what you call the key, such as "learning platform, production"; lists show it')
    .addOption(keyFileOption())
    .addOption(jsonOption())
    .action(
      named(session, async (name, { scope, expiresInDays, label, keyFile: file, ...answer }: Options) => {
        const request = {
          scopes: scope,
          ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }),
          ...(label !== undefined && { label }),
        };
        const delivered = await session.work(({ keys, config: { dataDirectory } }) =>
          deliverToken({ kind: 'key', isTerminal: process.stdout.isTTY, dataDirectory, file }, (generated) =>
            keys.issueKey(name, { ...request, ...generated }),
          ),
        );
        tellDelivered(answer, delivered);
      }),
    );
