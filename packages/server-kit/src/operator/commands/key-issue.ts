// operator key issue
import { Command, Option } from 'commander';
import { KEY_SCOPES, type KeyScope } from '@looop-scim/provisioning';
import { deliverToken } from '../deliver-token.ts';
import { print, type Session } from '../session.ts';
import { days, keyFileOption } from './options.ts';

interface Options {
  readonly scope: readonly KeyScope[];
  /** Milliseconds. */
  readonly expiresInDays?: number;
  readonly label?: string;
  readonly keyFile?: string;
}

/** Issues a platform key for an organisation. */
export const issueKeyCommand = ({ work }: Session): Command =>
  new Command('issue')
    .argument('<name>')
    .description('issue a platform key for an organisation, shown this once')
    .addOption(
      new Option('--scope <scopes...>', 'what the key may do; no scope includes another')
        .choices(KEY_SCOPES)
        .default(['read']),
    )
    .option('--expires-in-days <days>', 'when the key stops to be valid (default: never)', days)
    .option('--label <text>', 'what you call the key, such as "learning platform, production"; lists show it')
    .addOption(keyFileOption())
    .action(async (name: string, { scope, expiresInDays, label, keyFile }: Options) => {
      const request = {
        scopes: scope,
        ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }),
        ...(label !== undefined && { label }),
      };
      const { issued, lines } = await work(({ keys, config: { dataDirectory } }) => {
        const file = keyFile === undefined ? {} : { file: keyFile };
        return deliverToken({ kind: 'key', isTerminal: process.stdout.isTTY, dataDirectory, ...file }, (generated) =>
          keys.issueKey(name, { ...request, ...generated }),
        );
      });
      print(...lines, `Fingerprint: ${issued.token.fingerprint}`);
    });
