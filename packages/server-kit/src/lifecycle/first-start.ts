// On an empty store there may be an organisation to try things with: `demo`, with one token and one platform key.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as Effect from 'effect/Effect';
import { linkUrl, type PeopleGate } from '@looop-scim/http-api/people';
import type { AccountAdministration } from '@looop-scim/provisioning/accounts';
import {
  KEY_SCOPES,
  type KeyAdministration,
  type OrganisationAdministration,
} from '@looop-scim/provisioning/organisation';
import type { Config } from '../settings/config.ts';
import { makeWritableDirectory } from './private-files.ts';

/** Name of the organisation. */
const DEMO_ORGANISATION = 'demo';

/** Files in the data directory that hold what was generated, for the tools that try the server out on the same machine. */
const DEMO_TOKEN_FILE = 'demo-token';
const DEMO_KEY_FILE = 'demo-platform-key';
const SIGN_IN_FILE = 'first-sign-in';

/** Address of the first operator, who may add others and delete this one. */
const FIRST_OPERATOR = 'operator@localhost';

/** A secret that was generated, and the file that has it. */
interface KeptSecret {
  readonly secret: string;
  readonly file: string;
}

/** What the first start made. */
export type FirstStart =
  /** The organisation `demo`, with the token that LOOOP_SCIM_TOKEN gave, and a key if LOOOP_SCIM_PLATFORM_KEY gave one. */
  | { readonly kind: 'demo-with-given-token'; readonly hasKey: boolean }
  /**
   * The organisation `demo`, with a token that is kept in `file`, a key: the given one, or the one of `key`, and the first operator,
   * whose one-time link is `signIn`; absent when there is such an account already.
   */
  | {
      readonly kind: 'demo';
      readonly token: string;
      readonly file: string;
      readonly key?: KeptSecret;
      readonly signIn?: KeptSecret;
    }
  /** Nothing: there are organisations, or another process was first. */
  | { readonly kind: 'none' }
  /** Nothing, and there is no organisation yet. */
  | { readonly kind: 'empty' };

/** How a first start is asked for. */
export interface FirstStartRequest extends Pick<Config, 'dataDirectory' | 'demoToken' | 'demoKey' | 'isSetUp'> {
  /** Whether whoever starts the server wants to try it out: the two commands of the README do. */
  readonly tryOut: boolean;
}

/** Who makes the organisation, its token and its key. */
export interface Administrations {
  readonly administration: OrganisationAdministration;
  readonly keys: KeyAdministration;
  readonly accounts: AccountAdministration;
  readonly peopleGate: Pick<PeopleGate, 'pages'>;
}

type GivenSecrets = Pick<FirstStartRequest, 'demoToken' | 'demoKey'>;

const given = (secret: string | undefined) => (secret === undefined ? {} : { secret });

/** Adds the demo organisation with its secrets; undefined when another process on the same store was first. */
const addDemoOrganisation = ({ administration, keys }: Administrations, { demoToken, demoKey }: GivenSecrets) =>
  Effect.gen(function* () {
    const isAdded = yield* administration.addOrganisation(DEMO_ORGANISATION).pipe(
      Effect.as(true),
      Effect.catchTag('AlreadyExists', () => Effect.succeed(false)),
    );
    if (!isAdded) return undefined;
    const token = (yield* administration.issueToken(DEMO_ORGANISATION, given(demoToken))).secret;
    // Who gave a token made it for a purpose, and asks for a key where one is wanted.
    if (demoToken !== undefined && demoKey === undefined) return { token };
    const key = (yield* keys.issueKey(DEMO_ORGANISATION, { scopes: KEY_SCOPES, ...given(demoKey) })).secret;
    return { token, key };
  });

/** Adds the first operator; the result is where the one-time link leads, undefined when there is such an account. */
const addFirstOperator = ({ accounts, peopleGate }: Administrations) =>
  accounts.add({ email: FIRST_OPERATOR, isOperator: true }).pipe(
    Effect.map(({ link }) => linkUrl(peopleGate.pages(), link)),
    Effect.catchTag('AlreadyExists', () => Effect.undefined),
    // The address is one.
    Effect.catchTag('InvalidEmail', Effect.die),
  );

interface DemoSecrets {
  readonly token: string;
  readonly key: string | undefined;
  readonly link: string | undefined;
}

/** Keeps what was generated in files for their owner alone. */
const keepDemo = (dataDirectory: string, { token, key, link }: DemoSecrets): FirstStart => {
  const keep = (secret: string, name: string): KeptSecret => {
    const file = resolve(join(dataDirectory, name));
    writeFileSync(file, `${secret}\n`, { mode: 0o600 });
    return { secret, file };
  };
  return {
    kind: 'demo',
    token,
    file: keep(token, DEMO_TOKEN_FILE).file,
    ...(key !== undefined && { key: keep(key, DEMO_KEY_FILE) }),
    ...(link !== undefined && { signIn: keep(link, SIGN_IN_FILE) }),
  };
};

/**
 * Creates the demo organisation when there is no organisation at all and it is wanted: LOOOP_SCIM_TOKEN gives its token or
 * LOOOP_SCIM_PLATFORM_KEY its key, or the server is tried out and nothing of an installation was set up.
 */
export const createDemoOrganisation = async (
  administrations: Administrations,
  { dataDirectory, isSetUp, tryOut, ...secrets }: FirstStartRequest,
): Promise<FirstStart> => {
  const { demoToken, demoKey } = secrets;
  const organisations = await Effect.runPromise(administrations.administration.listOrganisations());
  if (organisations.length > 0) return { kind: 'none' };
  if (demoToken === undefined && demoKey === undefined && (isSetUp || !tryOut)) return { kind: 'empty' };
  // Not every store has made the directory; one that cannot be made or written is noticed before there is a token to be lost.
  if (demoToken === undefined) makeWritableDirectory(dataDirectory);
  const made = await Effect.runPromise(addDemoOrganisation(administrations, secrets));
  if (made === undefined) return { kind: 'none' };
  if (demoToken !== undefined) return { kind: 'demo-with-given-token', hasKey: demoKey !== undefined };
  const link = await Effect.runPromise(addFirstOperator(administrations));
  return keepDemo(dataDirectory, { ...made, key: demoKey === undefined ? made.key : undefined, link });
};

/** A secret of the environment, and what tells whether it opens anything. */
interface GivenSecret {
  readonly variable: 'LOOOP_SCIM_TOKEN' | 'LOOOP_SCIM_PLATFORM_KEY';
  readonly secret: string | undefined;
  readonly check: (secret: string) => Effect.Effect<unknown, { readonly _tag: string }>;
}

const WORDS = { LOOOP_SCIM_TOKEN: 'token', LOOOP_SCIM_PLATFORM_KEY: 'key' } as const;

/** One line when LOOOP_SCIM_TOKEN or LOOOP_SCIM_PLATFORM_KEY was set for a store on which it opens nothing. */
export const secretWithoutEffect = async (
  { variable, secret, check }: GivenSecret,
  operatorCommand: string,
): Promise<readonly string[]> => {
  if (secret === undefined) return [];
  const opens = check(secret).pipe(
    Effect.as(true),
    // A token whose organisation is switched off is a token of the store all the same.
    Effect.catch((failure) => Effect.succeed(failure._tag !== 'Unauthorized')),
  );
  if (await Effect.runPromise(opens)) return [];
  const word = WORDS[variable];
  return [
    `${variable} has no effect: it makes the first ${word} of an empty store, and this one has organisations already. ` +
      `Issue a ${word} by: ${operatorCommand} ${word} issue ORGANISATION`,
  ];
};
