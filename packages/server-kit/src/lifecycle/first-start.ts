// On an empty store there may be an organisation to try things with: `demo`, with one token.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as Effect from 'effect/Effect';
import type { OrganisationAdministration } from '@looop-scim/provisioning';
import type { Config } from '../settings/config.ts';
import { makeWritableDirectory } from './private-files.ts';

/** Name of the organisation. */
const DEMO_ORGANISATION = 'demo';

/** File in the data directory that holds a generated token, for the tools that try the server out on the same machine. */
const DEMO_TOKEN_FILE = 'demo-token';

/** What the first start made. */
export type FirstStart =
  /** The organisation `demo`, with the token that LOOOP_SCIM_TOKEN gave. */
  | { readonly kind: 'demo-with-given-token' }
  /** The organisation `demo`, with a token that is kept in `file`. */
  | { readonly kind: 'demo'; readonly token: string; readonly file: string }
  /** Nothing: there are organisations, or another process was first. */
  | { readonly kind: 'none' }
  /** Nothing, and there is no organisation yet. */
  | { readonly kind: 'empty' };

/** How a first start is asked for. */
export interface FirstStartRequest extends Pick<Config, 'dataDirectory' | 'demoToken' | 'isSetUp'> {
  /** Whether whoever starts the server wants to try it out: the two commands of the README do. */
  readonly tryOut: boolean;
}

/** Adds the demo organisation with its token; undefined when another process on the same store was first. */
const addDemoOrganisation = (administration: OrganisationAdministration, demoToken: string | undefined) =>
  Effect.gen(function* () {
    const isAdded = yield* administration.addOrganisation(DEMO_ORGANISATION).pipe(
      Effect.as(true),
      Effect.catchTag('AlreadyExists', () => Effect.succeed(false)),
    );
    if (!isAdded) return undefined;
    const request = demoToken === undefined ? {} : { secret: demoToken };
    return (yield* administration.issueToken(DEMO_ORGANISATION, request)).secret;
  });

/**
 * Creates the demo organisation when there is no organisation at all and it is wanted: LOOOP_SCIM_TOKEN gives its token, or
 * the server is tried out and nothing of an installation was set up.
 */
export const createDemoOrganisation = async (
  administration: OrganisationAdministration,
  { dataDirectory, demoToken, isSetUp, tryOut }: FirstStartRequest,
): Promise<FirstStart> => {
  const organisations = await Effect.runPromise(administration.listOrganisations());
  if (organisations.length > 0) return { kind: 'none' };
  if (demoToken === undefined && (isSetUp || !tryOut)) return { kind: 'empty' };
  // Not every store has made the directory; one that cannot be made or written is noticed before there is a token to be lost.
  if (demoToken === undefined) makeWritableDirectory(dataDirectory);
  const token = await Effect.runPromise(addDemoOrganisation(administration, demoToken));
  if (token === undefined) return { kind: 'none' };
  if (demoToken !== undefined) return { kind: 'demo-with-given-token' };
  const file = resolve(join(dataDirectory, DEMO_TOKEN_FILE));
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return { kind: 'demo', token, file };
};

/** One line when LOOOP_SCIM_TOKEN was set for a store on which it opens nothing. */
export const tokenWithoutEffect = async (
  checkToken: (token: string) => Effect.Effect<unknown, { readonly _tag: string }>,
  demoToken: string | undefined,
  operatorCommand: string,
): Promise<readonly string[]> => {
  if (demoToken === undefined) return [];
  const opens = checkToken(demoToken).pipe(
    Effect.as(true),
    // A token whose organisation is switched off is a token of the store all the same.
    Effect.catch((failure) => Effect.succeed(failure._tag !== 'Unauthorized')),
  );
  if (await Effect.runPromise(opens)) return [];
  return [
    'LOOOP_SCIM_TOKEN has no effect: it makes the first token of an empty store, and this one has organisations already. ' +
      `Issue a token by: ${operatorCommand} token issue ORGANISATION`,
  ];
};
