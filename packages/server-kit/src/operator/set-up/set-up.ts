// Sets up an installation with one organisation. Each step looks first whether it was done, so that one that was interrupted is
// simply started again, and one that is complete is left alone.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as Effect from 'effect/Effect';
import { tokenSecrets } from '@looop-scim/crypto-node';
import type { Account } from '@looop-scim/provisioning/accounts';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import { writePrivateFile } from '../../lifecycle/private-files.ts';
import { temporaryBeside } from '../commands/backup.ts';
import type { OpenInstallation } from '../session.ts';

/** What is set up. */
export interface SetUpRequest {
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  readonly dataDirectory: string;
  /** Where the configuration goes, unless there is one. */
  readonly configurationFile: string;
  readonly configurationText: string;
}

/** What became of it. */
export interface SetUpOutcome {
  /** The first token; absent when nothing was to be done. */
  readonly token?: string;
  /** Whether the administrator was there already, with a password of their own. */
  readonly hadAdministrator: boolean;
  readonly isNew: boolean;
}

/** An installation that is set up for somebody else. */
class SetUpOtherwise extends Error {
  override readonly name = 'SetUpOtherwise';
}

/** The file that has the first token until it was shown. */
const TOKEN_FILE = 'first-token';

const FIRST_TOKEN_LABEL = 'first token';

/** Who sets up, as the network of a sign-in. */
const HERE = '127.0.0.1';

/** Writes a file that is there whole or not at all. */
const writeWhole = (path: string, text: string): void => {
  const temporary = temporaryBeside(path);
  try {
    writePrivateFile(temporary, text);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
};

/** What there is already. */
export interface SetUpState {
  readonly organisation: string;
  readonly administrators: readonly string[];
}

/** What the steps work with. */
export type SetUpParts = Pick<OpenInstallation, 'administration' | 'accounts' | 'people'>;

const ensureOrganisation = Effect.fnUntraced(function* ({ administration }: SetUpParts, name: string) {
  const [found] = yield* administration.listOrganisations();
  if (found === undefined) return { organisation: yield* administration.addOrganisation(name), isNew: true };
  if (found.name === name) return { organisation: found, isNew: false };
  return yield* Effect.fail(
    new SetUpOtherwise(
      `The data directory is set up for the organisation ${found.name}, not for ${name}: nothing was changed. ` +
        'Name another directory by --data, or leave out --organisation',
    ),
  );
});

/** Takes a role by an invitation; the account is made with the password when there is none. */
const takeRole = Effect.fnUntraced(function* (
  { people }: SetUpParts,
  { id }: Organisation,
  { email, password }: Pick<SetUpRequest, 'email' | 'password'>,
  account: Account | undefined,
) {
  const team = people.teamOf(id);
  // Of a run that was interrupted.
  const left = (yield* team.invitations()).filter((one) => one.email === email);
  for (const { id: invitation } of left) yield* team.withdraw(invitation);
  const { link } = yield* team.invite({ email, role: 'administrator', by: 'init' });
  const use = account === undefined ? { password } : { signedIn: account };
  const session = yield* people.links.use({ link, address: HERE, ...use });
  yield* people.sessions.end(session.secret);
});

const ensureAdministrator = Effect.fnUntraced(function* (
  parts: SetUpParts,
  organisation: Organisation,
  request: SetUpRequest,
) {
  const account = yield* parts.accounts
    .read(request.email)
    .pipe(Effect.catchTag('NoSuchEntry', () => Effect.undefined));
  if (account?.roles[organisation.id] === 'administrator') return true;
  yield* takeRole(parts, organisation, request, account);
  return account !== undefined;
});

/** The first token: made once, and kept in a file until whoever sets up has seen it. */
const ensureToken = Effect.fnUntraced(function* (
  { administration }: SetUpParts,
  { name }: Organisation,
  dataDirectory: string,
) {
  const file = join(dataDirectory, TOKEN_FILE);
  if (!existsSync(file)) {
    if ((yield* administration.listTokens(name)).length > 0) return undefined;
    writeWhole(file, `${yield* tokenSecrets.generate}\n`);
  }
  const secret = readFileSync(file, 'utf8').trim();
  yield* administration
    .issueToken(name, { secret, label: FIRST_TOKEN_LABEL })
    .pipe(Effect.catchTag('AlreadyExists', () => Effect.void));
  return secret;
});

/** What a complete installation has; undefined when something is missing. */
export const stateOfSetUp = (
  { administration, people }: SetUpParts,
  { dataDirectory, configurationFile }: Pick<SetUpRequest, 'dataDirectory' | 'configurationFile'>,
): Promise<SetUpState | undefined> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const [organisation] = yield* administration.listOrganisations();
      if (organisation === undefined) return undefined;
      const administrators = yield* people.teamOf(organisation.id).administrators();
      const isComplete =
        administrators.some(({ role }) => role === 'administrator') &&
        existsSync(configurationFile) &&
        !existsSync(join(dataDirectory, TOKEN_FILE)) &&
        (yield* administration.listTokens(organisation.name)).length > 0;
      if (!isComplete) return undefined;
      return { organisation: organisation.name, administrators: administrators.map(({ email }) => email) };
    }),
  );

/** Sets up what is missing. Rejects: `SetUpOtherwise`, `PasswordRefused`, `InvalidOrganisationName`, `InvalidEmail`. */
export const setUp = (parts: SetUpParts, request: SetUpRequest): Promise<SetUpOutcome> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { organisation, isNew } = yield* ensureOrganisation(parts, request.organisation);
      const hadAdministrator = yield* ensureAdministrator(parts, organisation, request);
      const token = yield* ensureToken(parts, organisation, request.dataDirectory);
      const hadConfiguration = existsSync(request.configurationFile);
      if (!hadConfiguration) writeWhole(request.configurationFile, request.configurationText);
      const isChanged = isNew || !hadAdministrator || token !== undefined || !hadConfiguration;
      return { ...(token !== undefined && { token }), hadAdministrator, isNew: isChanged };
    }),
  );

/** Forgets the first token, once it was shown. */
export const forgetToken = (dataDirectory: string): void => rmSync(join(dataDirectory, TOKEN_FILE), { force: true });
