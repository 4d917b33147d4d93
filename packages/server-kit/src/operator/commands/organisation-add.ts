// operator organisation add
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { ProfileName } from '@looop-scim/scim/interop';
import { deliverToken } from '../deliver-token.ts';
import { print, type Session } from '../session.ts';
import { profileOption, tokenFileOption } from './options.ts';

interface Options {
  readonly profile: ProfileName;
  readonly tokenFile?: string;
}

/** Adds an organisation with its first token. */
export const addOrganisationCommand = ({ work }: Session): Command =>
  new Command('add')
    .argument('<name>', '1 to 63 lower-case letters, digits and hyphens')
    .description('add an organisation and issue its first token, shown this once')
    .addOption(profileOption().default('interop'))
    .addOption(tokenFileOption())
    .action(async (name: string, { profile, tokenFile }: Options) => {
      const { lines } = await work(({ administration, config }) =>
        deliverToken(
          {
            isTerminal: process.stdout.isTTY,
            dataDirectory: config.dataDirectory,
            ...(tokenFile !== undefined && { file: tokenFile }),
          },
          ({ secret }) =>
            Effect.gen(function* () {
              yield* administration.addOrganisation(name);
              yield* administration.changeOrganisation(name, { profile });
              return yield* administration.issueToken(name, { secret });
            }),
        ),
      );
      print(`Organisation: ${name}`, ...lines);
    });
