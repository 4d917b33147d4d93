// init, of an app with one organisation
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { makePasswordHasher } from '@looop-scim/crypto-node';
import { normalisedEmail, passwordFault } from '@looop-scim/provisioning/accounts';
import { readKeyPair } from '../../http/tls/key-pair.ts';
import { isMissingStore } from '../../lifecycle/storage-trouble.ts';
import { makeWritableDirectory } from '../../lifecycle/private-files.ts';
import type { Config } from '../../settings/config.ts';
import { CONFIGURATION_FILE, type GivenSettings } from '../../settings/settings.ts';
import { refusePlainHttp } from '../../settings/tls.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { baseUrlFor, pagesFor } from '../deliver-link.ts';
import { explainFileFailure } from '../file-failure.ts';
import { remark, type Session } from '../session.ts';
import { givenBy, serverOptions } from '../setting-options.ts';
import { ask, askPlace, emailFault, organisationFault, type Answers, type Asked } from '../set-up/ask.ts';
import { configurationText } from '../set-up/configuration-text.ts';
import { forgetToken, setUp, stateOfSetUp, type SetUpState } from '../set-up/set-up.ts';
import { explainPassword } from '../password-text.ts';

interface Options extends AnswerOptions, Readonly<Record<string, unknown>> {
  readonly organisation?: string;
  readonly adminEmail?: string;
  readonly adminPasswordFile?: string;
  readonly yes?: boolean;
}

/** Something that has to be said and was not, or cannot be what was said. */
class NotSetUp extends Error {
  override readonly name = 'NotSetUp';
}

const refuse = (problem: string): never => {
  throw new NotSetUp(problem);
};

/** Where an installation is. */
interface Place {
  readonly config: Config;
  readonly dataDirectory: string;
  readonly configurationFile: string;
}

const placeOf = ({ settings, configure }: Session): Place => {
  const config = configure();
  const dataDirectory = resolve(config.dataDirectory);
  const named = settings().environment['LOOOP_SCIM_CONFIG'];
  return { config, dataDirectory, configurationFile: resolve(named ?? join(dataDirectory, CONFIGURATION_FILE)) };
};

/** The password in a file, whose last line end is none of it. */
const passwordIn = (path: string): string => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`--admin-password-file: ${explainFileFailure(error) ?? String(error)}`);
  }
  return text.endsWith('\n') ? text.slice(0, text.endsWith('\r\n') ? -2 : -1) : text;
};

const saidBy = ({ organisation, adminEmail, adminPasswordFile }: Options, settings: GivenSettings): Asked => ({
  ...(organisation !== undefined && { organisation }),
  ...(adminEmail !== undefined && { email: adminEmail }),
  ...(adminPasswordFile !== undefined && { password: passwordIn(adminPasswordFile) }),
  settings,
});

/** What is missing where nobody can be asked. */
const complete = ({ organisation, email, password, settings }: Asked): Answers => {
  if (organisation !== undefined && email !== undefined && password !== undefined) {
    return { organisation, email, password, settings };
  }
  const missing = [
    ...(organisation === undefined ? ['--organisation NAME'] : []),
    ...(email === undefined ? ['--admin-email ADDRESS'] : []),
    ...(password === undefined ? ['--admin-password-file FILE'] : []),
  ];
  return refuse(`Nobody can be asked here: repeat the command with ${missing.join(', ')}`);
};

/** Refuses what cannot be set up before anything of it is. */
const check = async ({ app, settings, configure }: Session, { organisation, email, password }: Answers) => {
  const name = organisationFault(organisation);
  if (name !== undefined) refuse(`--organisation "${organisation}" cannot be its name: ${name}`);
  const address = emailFault(email);
  if (address !== undefined) refuse(`--admin-email must be ${address}, not "${email}"`);
  const isCommon = await Effect.runPromise(makePasswordHasher().isCommon(password));
  const fault = passwordFault(password, { email: normalisedEmail(email), isCommon });
  if (fault !== undefined) refuse(explainPassword(fault));
  const config = configure();
  refusePlainHttp(settings().environment, config, app);
  if (config.tls !== undefined) readKeyPair(config.tls);
};

/** What is written into a new configuration file: what was said, with paths that do not depend on where the command is run. */
const chosenOf = (given: GivenSettings, { dataDirectory, configurationFile }: Place): GivenSettings => {
  const { LOOOP_SCIM_CONFIG: _file, LOOOP_SCIM_DATA: _data, ...rest } = given;
  const files = ['LOOOP_SCIM_TLS_CERT', 'LOOOP_SCIM_TLS_KEY'] as const;
  const paths = files.flatMap((name) => (rest[name] === undefined ? [] : [[name, resolve(rest[name])] as const]));
  const isElsewhere = configurationFile !== join(dataDirectory, CONFIGURATION_FILE);
  return { ...rest, ...Object.fromEntries(paths), ...(isElsewhere && { LOOOP_SCIM_DATA: dataDirectory }) };
};

const tellState = (options: Options, { config, configurationFile }: Place, state: SetUpState): void => {
  const { organisation, administrators } = state;
  if (options.organisation !== undefined && options.organisation !== organisation) {
    refuse(`The data directory is set up for the organisation ${organisation} already; name another one by --data`);
  }
  tell(
    options,
    [
      `Looop SCIM is set up already in ${config.dataDirectory}, and nothing was changed`,
      `Organisation: ${organisation}`,
      `Administrators: ${administrators.join(', ')}`,
      `Configuration file: ${configurationFile}`,
      `SCIM base URL: ${baseUrlFor(config)}`,
    ],
    {
      isNew: false,
      ...{ organisation, administrators, configurationFile, dataDirectory: resolve(config.dataDirectory) },
      ...{ baseUrl: baseUrlFor(config), consoleUrl: pagesFor(config) },
    },
  );
};

const make = async (session: Session, place: Place, answers: Answers, options: Options): Promise<void> => {
  const { dataDirectory, configurationFile } = place;
  const { organisation, password } = answers;
  const email = normalisedEmail(answers.email);
  makeWritableDirectory(dataDirectory);
  const chosen = chosenOf(session.given(), place);
  const hadFile = existsSync(configurationFile);
  const request = { organisation, email, password, dataDirectory, configurationFile };
  const outcome = await session.work(
    (parts) => setUp(parts, { ...request, configurationText: configurationText(chosen) }),
    'create',
  );
  const config = session.configure();
  const { token, hadAdministrator } = outcome;
  const urls = { baseUrl: baseUrlFor(config), consoleUrl: pagesFor(config) };
  tell(
    options,
    [
      `Organisation: ${organisation}`,
      `Administrator: ${email}${hadAdministrator ? ', with the password that the account has' : ''}`,
      `Configuration file: ${configurationFile}`,
      `Console: ${urls.consoleUrl}`,
      `SCIM base URL: ${urls.baseUrl}`,
      ...(token === undefined ? [] : [`Token: ${token}`]),
      `Start the server by: ${session.app.operatorCommand} serve --data ${dataDirectory}`,
    ],
    { isNew: true, organisation, administrator: email, dataDirectory, configurationFile, ...urls, token },
  );
  forgetToken(dataDirectory);
  if (hadFile && Object.keys(chosen).length > 0) {
    remark(
      `The configuration file was there already and is as it was: see to it that it has ${Object.keys(chosen).join(', ')}`,
    );
  }
};

/** Refuses to make files as root that the user of the server could not open. */
const refuseForeignDirectory = ({ dataDirectory }: Place, operatorCommand: string): void => {
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })?.uid ?? 0;
  if (process.getuid?.() !== 0 || owner === 0) return;
  refuse(
    `${dataDirectory} belongs to the user with the number ${owner}: repeat the command as that user, by: ` +
      `sudo -u '#${owner}' ${operatorCommand} init ...`,
  );
};

const run = async (session: Session, options: Options): Promise<void> => {
  const canAsk = options.yes !== true && options.json !== true && process.stdin.isTTY && process.stdout.isTTY;
  const flags = givenBy(options);
  session.give(canAsk ? await askPlace(flags, session.app) : flags, { mayLackFile: true });
  const place = placeOf(session);
  refuseForeignDirectory(place, session.app.operatorCommand);
  const state = await session
    .work((parts) => stateOfSetUp(parts, place))
    .catch((error: unknown) => {
      // There is none, or whoever began to make it was interrupted.
      if (isMissingStore(error)) return undefined;
      throw error;
    });
  if (state !== undefined) return tellState(options, place, state);
  const said = saidBy(options, session.given());
  const answers = canAsk ? await ask(said) : complete(said);
  session.give(answers.settings, { mayLackFile: true });
  await check(session, answers);
  await make(session, place, answers, options);
};

/** Sets up an installation: data directory, configuration file, organisation, administrator and the first token. */
export const setUpCommand = (session: Session): Command => {
  const command = new Command('init')
    .description(
      'set up Looop SCIM: the data directory, the configuration file, the organisation, its administrator and the first token, which is ' +
        'shown this once; asks on a terminal; an interrupted one is gone on with by repeating it, and a complete one is left as it is',
    )
    .option('--organisation <name>', '1 to 63 lower-case letters, digits and hyphens')
    .option('--admin-email <address>', 'who signs in to the pages')
    .option('--admin-password-file <file>', 'a file with the password')
    .option('--yes', 'do not ask')
    .addOption(jsonOption('one JSON object, which holds the token'))
    .action((options: Options) => run(session, options));
  for (const option of serverOptions()) command.addOption(option);
  return command;
};
