// key rotate
import { Command } from 'commander';
import { jsonOption, type AnswerOptions } from '../answer.ts';
import { deliverToken, tellDelivered } from '../deliver-token.ts';
import type { Session } from '../session.ts';
import { DEFAULT_OVERLAP_MS, keyFileOption, rotationOf, rotationOptions, type RotationOptions } from './options.ts';

interface Options extends RotationOptions, AnswerOptions {
  readonly keyFile?: string;
}

/** Replaces a platform key by a new one with its scopes and its label. */
export const rotateKeyCommand = ({ work }: Session): Command => {
  const command = new Command('rotate')
    .argument('<fingerprint>', 'as key list shows it')
    .description('issue a key with the scopes and the label of another one, which expires after the overlap')
    .addOption(keyFileOption())
    .addOption(jsonOption())
    .action(async (fingerprint: string, { keyFile: file, ...options }: Options) => {
      const delivered = await work(({ keys, config: { dataDirectory } }) =>
        deliverToken({ kind: 'key', isTerminal: process.stdout.isTTY, dataDirectory, file }, (generated) =>
          keys.rotateKey(fingerprint, { ...rotationOf(options), ...generated }),
        ),
      );
      tellDelivered(options, delivered);
    });
  for (const option of rotationOptions(DEFAULT_OVERLAP_MS)) command.addOption(option);
  return command;
};
