// The operator's command line: organisations and tokens of a store, also while the server runs on it.
import 'reflect-metadata';
import { Command, InvalidArgumentError, Option } from 'commander';
import * as Effect from 'effect/Effect';
import type { ProvisioningToken } from '@looop-scim/provisioning';
import { POLICY_RULES, PROFILE_NAMES, type PolicyRule, type ProfileName } from '@looop-scim/scim/interop';
import { composeServer } from './composition-root.ts';
import { readConfig } from './config.ts';
import { explainOperatorFailure } from './operator-failure.ts';
import { openInstallation } from './start.ts';
import { withoutCredentials } from './store.ts';
import { Tokens } from './tokens.ts';

type Administration = ReturnType<typeof administrationOf>;

const administrationOf = (installation: Awaited<ReturnType<typeof openInstallation>>) =>
  composeServer({ ...installation, baseUrl: () => '' }).resolve(Tokens.administration);

const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** Opens the store, runs one command on it and closes it again. */
const administer = async <Answer>(
  run: (administration: Administration) => Effect.Effect<Answer, unknown>,
): Promise<Answer> => {
  const installation = await openInstallation(readConfig(process.env).store);
  try {
    return await Effect.runPromise(run(administrationOf(installation)));
  } finally {
    await Effect.runPromise(installation.storage.close());
  }
};

const dateOf = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '-' : new Date(milliseconds).toISOString().slice(0, 16);

const stateOf = (token: ProvisioningToken): string => {
  if (token.revoked !== undefined) return 'revoked';
  return token.expires !== undefined && token.expires <= Date.now() ? 'expired' : 'valid';
};

const days = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value <= 36_500)) throw new InvalidArgumentError('must be a number of days above 0.');
  return value * 24 * 60 * 60 * 1000;
};

/** When a running server acts on a change. */
const WHEN_NOTICED = 'takes effect with the next request, on MongoDB within 5 seconds';

const profileOption = () =>
  new Option(
    '--profile <profile>',
    'interop policy: what identity providers really send works, the letter of the RFCs, or the interoperability draft',
  ).choices(PROFILE_NAMES);

const leniencyNamed = (text: string): PolicyRule => {
  // The keys of POLICY_RULES are its names by construction.
  const known = (Object.keys(POLICY_RULES) as PolicyRule[]).find((name) => name === text);
  if (known !== undefined) return known;
  throw new Error(`There is no leniency ${text}. There are: ${Object.keys(POLICY_RULES).join(', ')}`);
};

const settingNamed = (text: string): boolean | undefined => {
  if (text === 'default') return undefined;
  if (text === 'on' || text === 'off') return text === 'on';
  throw new Error(`A leniency is set on, off or default, not ${text}`);
};

const addLeniencyCommand = (command: Command): void => {
  command
    .command('leniency <name> <leniency> <setting>')
    .description('set a single leniency apart from the profile: on, off, or default (as the profile has it)')
    .action(async (name: string, leniency: string, setting: string) => {
      const known = leniencyNamed(leniency);
      const change = settingNamed(setting);
      await administer((administration) =>
        Effect.gen(function* () {
          const { leniencies } = yield* administration.organisation(name);
          const { [known]: _before, ...others } = leniencies;
          const next = change === undefined ? others : { ...others, [known]: change };
          yield* administration.changeOrganisation(name, { leniencies: next });
        }),
      );
      print(`${name}: ${known} is ${setting === 'default' ? 'as the profile has it' : setting}`);
    });
};

const organisationCommands = (): Command => {
  const command = new Command('organisation').description('add, list and change organisations');
  command
    .command('add <name>')
    .description('add an organisation and issue its first token, shown this once')
    .addOption(profileOption().default('interop'))
    .action(async (name: string, options: { profile: ProfileName }) => {
      const secret = await administer((administration) =>
        Effect.gen(function* () {
          yield* administration.addOrganisation(name);
          yield* administration.changeOrganisation(name, { profile: options.profile });
          return (yield* administration.issueToken(name)).secret;
        }),
      );
      print(`Organisation: ${name}`, `Token: ${secret}`);
    });
  command
    .command('list')
    .description('list the organisations, with their profiles and the leniencies set apart from them')
    .action(async () => {
      const organisations = await administer((administration) => administration.listOrganisations());
      for (const { name, scimEnabled, profile, leniencies } of organisations) {
        const apart = Object.entries(leniencies).map(([leniency, isOn]) => `${leniency} ${isOn ? 'on' : 'off'}`);
        print([name, `SCIM ${scimEnabled ? 'on' : 'off'}`, profile, ...apart].join('  '));
      }
    });
  for (const [verb, scimEnabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    command
      .command(`${verb} <name>`)
      .description(`switch SCIM ${scimEnabled ? 'on' : 'off'} for an organisation; ${WHEN_NOTICED}`)
      .action(async (name: string) => {
        await administer((administration) => administration.changeOrganisation(name, { scimEnabled }));
        print(`SCIM is ${scimEnabled ? 'on' : 'off'} for ${name}`);
      });
  }
  command
    .command('profile <name>')
    .description('set the interop policy of an organisation')
    .addOption(profileOption().makeOptionMandatory())
    .action(async (name: string, { profile }: { profile: ProfileName }) => {
      await administer((administration) => administration.changeOrganisation(name, { profile }));
      print(`${name} is served by the profile ${profile}`);
    });
  addLeniencyCommand(command);
  return command;
};

const tokenCommands = (): Command => {
  const command = new Command('token').description(
    'issue, list and revoke provisioning tokens; several may be valid at once',
  );
  command
    .command('issue <name>')
    .description('issue a token for an organisation, shown this once')
    .option('--expires-in-days <days>', 'when the token stops to be valid (default: never)', days)
    .option('--subject <user>', 'userName or id of the user whom the token stands for, and whom /Me means')
    .action(async (name: string, { expiresInDays, subject }: { expiresInDays?: number; subject?: string }) => {
      const request = {
        ...(expiresInDays !== undefined && { lifetimeMs: expiresInDays }),
        ...(subject !== undefined && { subject }),
      };
      const { secret, token } = await administer((administration) => administration.issueToken(name, request));
      print(`Token: ${secret}`, `Fingerprint: ${token.fingerprint}`);
    });
  command
    .command('list <name>')
    .description('list the tokens of an organisation by fingerprint')
    .action(async (name: string) => {
      for (const token of await administer((administration) => administration.listTokens(name))) {
        const expiry = `expires ${dateOf(token.expires)}  last used ${dateOf(token.lastUsed)}`;
        const subject = token.subject === undefined ? '' : `  subject ${token.subject}`;
        print(`${token.fingerprint}  ${stateOf(token)}  created ${dateOf(token.created)}  ${expiry}${subject}`);
      }
    });
  command
    .command('revoke <fingerprint>')
    .description(`revoke a token; ${WHEN_NOTICED}`)
    .action(async (fingerprint: string) => {
      await administer((administration) => administration.revokeToken(fingerprint));
      print(`Token ${fingerprint} is revoked`);
    });
  return command;
};

const program = new Command('operator')
  .description(
    'Administers the organisations of a Looop SCIM server: those of its data directory (LOOOP_SCIM_DATA, default ./data), ' +
      'or of the database that LOOOP_SCIM_STORE names.',
  )
  .addCommand(organisationCommands())
  .addCommand(tokenCommands());

try {
  await program.parseAsync();
} catch (error) {
  const line = withoutCredentials(explainOperatorFailure(error), process.env['LOOOP_SCIM_STORE'] ?? '');
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
