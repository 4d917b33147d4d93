// token rotate
import { Command } from 'commander';
import { jsonOption, type AnswerOptions } from '../answer.ts';
import { deliverToken, tellDelivered } from '../deliver-token.ts';
import type { Session } from '../session.ts';
import { DEFAULT_OVERLAP_MS, rotationOf, rotationOptions, tokenFileOption, type RotationOptions } from './options.ts';

interface Options extends RotationOptions, AnswerOptions {
  readonly tokenFile?: string;
}

/** Replaces a token by a new one with its label and its subject. */
export const rotateTokenCommand = ({ work }: Session): Command => {
  const command = new Command('rotate')
    .argument('<fingerprint>', 'as token list shows it')
    .description('issue a token with the label and the subject of another one, which expires after the overlap')
    .addOption(tokenFileOption())
    .addOption(jsonOption())
    .action(async (fingerprint: string, { tokenFile, ...options }: Options) => {
      const delivered = await work(({ administration, config: { dataDirectory } }) =>
        deliverToken({ isTerminal: process.stdout.isTTY, dataDirectory, file: tokenFile }, (generated) =>
          administration.rotateToken(fingerprint, { ...rotationOf(options), ...generated }),
        ),
      );
      tellDelivered(options, delivered);
    });
  for (const option of rotationOptions(DEFAULT_OVERLAP_MS)) command.addOption(option);
  return command;
};
