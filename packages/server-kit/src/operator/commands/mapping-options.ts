// What the commands about mappings share.
import { userInfo } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { MappingAdministration, MappingAuthor, SavedMappingSet } from '@looop-scim/provisioning/organisation';
import { countOf } from '../columns.ts';
import { remark, type Session } from '../session.ts';

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

/** Saves a mapping set of an organisation, and tells the platform of the people whom it changes. */
export const saveMappings = (
  { work }: Session,
  name: string,
  save: (mappings: MappingAdministration) => Effect.Effect<SavedMappingSet, unknown>,
): Promise<SavedMappingSet> =>
  work(({ administration, platformOf, retell }) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const organisation = yield* administration.organisation(name);
        const { mappings } = yield* platformOf(organisation);
        const saved = yield* save(mappings);
        // The set is saved: what is not told now is told by the next server.
        const told = yield* Effect.result(retell(organisation));
        if (Result.isSuccess(told)) remark(`Told of by it: ${countOf(told.success, 'user')}`);
        else remark('The platform is told of the users by the next server that runs on the store.');
        return saved;
      }),
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
