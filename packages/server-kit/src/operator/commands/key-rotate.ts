// operator key rotate
import { Command } from 'commander';
import { deliverToken } from '../deliver-token.ts';
import { print, type Session } from '../session.ts';
import { days, hours, keyFileOption } from './options.ts';

interface Options {
  /** Both in milliseconds. */
  readonly overlapHours: number;
  readonly expiresInDays?: number;
  readonly keyFile?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Replaces a platform key by a new one with its scopes and its label. */
export const rotateKeyCommand = ({ work }: Session): Command =>
  new Command('rotate')
    .argument('<fingerprint>', 'as key list shows it')
    .description('issue a key with the scopes and the label of another one, which expires after the overlap')
    .option<number>('--overlap-hours <hours>', 'for how long both are valid (default: 24)', hours, DAY_MS)
    .option('--expires-in-days <days>', 'when the new key stops to be valid (default: never)', days)
    .addOption(keyFileOption())
    .action(async (fingerprint: string, { overlapHours: overlapMs, expiresInDays, keyFile }: Options) => {
      const rotation = { overlapMs, ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }) };
      const { issued, lines } = await work(({ keys, config: { dataDirectory } }) => {
        const file = keyFile === undefined ? {} : { file: keyFile };
        return deliverToken({ kind: 'key', isTerminal: process.stdout.isTTY, dataDirectory, ...file }, (generated) =>
          keys.rotateKey(fingerprint, { ...rotation, ...generated }),
        );
      });
      print(...lines, `Fingerprint: ${issued.token.fingerprint}`);
    });
