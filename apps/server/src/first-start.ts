// On an empty store there is one organisation to try things with, and its token is shown once.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as Effect from 'effect/Effect';
import type { DependencyContainer } from 'tsyringe';
import type { Config } from './config.ts';
import { Tokens } from './tokens.ts';

/** Name of the organisation that an empty store gets. */
const DEMO_ORGANISATION = 'demo';

/** File in the data directory that holds a generated demo token, for the tools that try the server out on the same machine. */
const DEMO_TOKEN_FILE = 'demo-token';

/** Adds the demo organisation with its token; undefined when another process on the same store was first. */
const addDemoOrganisation = (container: DependencyContainer, demoToken: string | undefined) =>
  Effect.gen(function* () {
    const administration = container.resolve(Tokens.administration);
    const isAdded = yield* administration.addOrganisation(DEMO_ORGANISATION).pipe(
      Effect.as(true),
      Effect.catchTag('AlreadyExists', () => Effect.succeed(false)),
    );
    if (!isAdded) return undefined;
    const request = demoToken === undefined ? {} : { secret: demoToken };
    return (yield* administration.issueToken(DEMO_ORGANISATION, request)).secret;
  });

/** Creates the demo organisation when there is none at all; the result is its token, or undefined when nothing was created. */
export const createDemoOrganisation = async (
  container: DependencyContainer,
  { dataDirectory, demoToken }: Pick<Config, 'dataDirectory' | 'demoToken'>,
): Promise<string | undefined> => {
  const organisations = await Effect.runPromise(container.resolve(Tokens.administration).listOrganisations());
  if (organisations.length > 0) return undefined;
  // Not every store has made the directory; one that cannot be made is noticed before there is a token to be lost.
  if (demoToken === undefined) await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const secret = await Effect.runPromise(addDemoOrganisation(container, demoToken));
  if (secret !== undefined && demoToken === undefined) {
    await writeFile(join(dataDirectory, DEMO_TOKEN_FILE), `${secret}\n`, { mode: 0o600 });
  }
  return secret;
};
