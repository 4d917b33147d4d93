// What the commands about mappings share.
import { userInfo } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import * as Effect from 'effect/Effect';
import type { MappingAdministration, MappingAuthor } from '@looop-scim/provisioning';
import type { Session } from '../session.ts';

/** Runs a use case on the mappings of an organisation. */
export const withMappings = <Answer>(
  { work }: Session,
  name: string,
  run: (mappings: MappingAdministration) => Effect.Effect<Answer, unknown>,
): Promise<Answer> =>
  work(({ administration, platformOf }) =>
    Effect.runPromise(
      administration.organisation(name).pipe(
        Effect.flatMap(platformOf),
        Effect.flatMap(({ mappings }) => run(mappings)),
      ),
    ),
  );

/** A version as an operator says it. */
export const versionOf = (text: string): number => {
  const version = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(version) && version >= 0) return version;
  throw new InvalidArgumentError('must be the number of a version; 0 is the default set.');
};

/** Options of a command that saves. */
export interface SaveOptions {
  readonly author: string;
  readonly expect?: number;
}

/** Whoever runs the command. Some systems know no name for that. */
const systemUser = (): string => {
  try {
    return userInfo().username;
  } catch {
    return 'operator';
  }
};

/** The option that says who saves. */
export const authorOption = (): Option =>
  new Option('--author <text>', 'who saves, as the history shows it').default(systemUser(), 'the user of the system');

/** The options of a command that saves. */
export const saveOptions = (): readonly Option[] => [
  authorOption(),
  new Option('--expect <version>', 'save only if this version is in force').argParser(versionOf),
];

/** Who saves, for the use case. */
export const authorOf = ({ author, expect }: SaveOptions): MappingAuthor => ({
  author,
  ...(expect !== undefined && { expectedVersion: expect }),
});
