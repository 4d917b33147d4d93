// organisation add
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { ProfileName } from '@looop-scim/scim/interop';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { deliverToken } from '../deliver-token.ts';
import type { Session } from '../session.ts';
import { profileOption, tokenFileOption } from './options.ts';

interface Options extends AnswerOptions {
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
    .addOption(jsonOption())
    .action(async (name: string, { profile, tokenFile: file, ...answer }: Options) => {
      const { issued, lines, json } = await work(({ administration, config: { dataDirectory } }) =>
        deliverToken({ isTerminal: process.stdout.isTTY, dataDirectory, file }, ({ secret }) =>
          Effect.gen(function* () {
            yield* administration.addOrganisation(name);
            yield* administration.changeOrganisation(name, { profile });
            return yield* administration.issueToken(name, { secret });
          }),
        ),
      );
      tell(answer, [`Organisation: ${name}`, ...lines], {
        name,
        profile,
        fingerprint: issued.token.fingerprint,
        ...json,
      });
    });
