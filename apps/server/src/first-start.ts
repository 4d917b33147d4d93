// On an empty data directory there is one organisation to try things with, and its token is shown once.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as Effect from 'effect/Effect';
import type { DependencyContainer } from 'tsyringe';
import type { Config } from './config.ts';
import { Tokens } from './tokens.ts';

/** Name of the organisation that an empty data directory gets. */
const DEMO_ORGANISATION = 'demo';

/** File in the data directory that holds a generated demo token, for the tools that try the server out on the same machine. */
const DEMO_TOKEN_FILE = 'demo-token';

/** Creates the demo organisation when there is none at all; the result is its token, or undefined when nothing was created. */
export const createDemoOrganisation = async (
  container: DependencyContainer,
  { dataDirectory, demoToken }: Pick<Config, 'dataDirectory' | 'demoToken'>,
): Promise<string | undefined> => {
  const administration = container.resolve(Tokens.administration);
  const create = Effect.gen(function* () {
    const organisations = yield* administration.listOrganisations();
    if (organisations.length > 0) return undefined;
    yield* administration.addOrganisation(DEMO_ORGANISATION);
    const issued = yield* administration.issueToken(
      DEMO_ORGANISATION,
      demoToken === undefined ? {} : { secret: demoToken },
    );
    return issued.secret;
  });
  const secret = await Effect.runPromise(create);
  if (secret !== undefined && demoToken === undefined) {
    await writeFile(join(dataDirectory, DEMO_TOKEN_FILE), `${secret}\n`, { mode: 0o600 });
  }
  return secret;
};
