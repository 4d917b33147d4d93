// What every command does first and last: read the configuration, say which store is worked on, open it, close it.
import * as Effect from 'effect/Effect';
import type { App } from '../app.ts';
import type {
  AccountAdministration,
  KeyAdministration,
  OrganisationAdministration,
  People,
  UnknownTokenLog,
} from '@looop-scim/provisioning';
import { composeServer, type ComposedServer } from '../composition/compose-server.ts';
import { openInstallation, type WhenMissing } from '../lifecycle/open-installation.ts';
import { readConfig, settingsWithoutEffect, type Config } from '../settings/config.ts';
import { placeOf } from '../settings/store.ts';

/** What a command works with: the open store, with the use cases on it. */
export interface OpenInstallation {
  readonly administration: OrganisationAdministration;
  readonly keys: KeyAdministration;
  readonly accounts: AccountAdministration;
  readonly teamOf: People['teamOf'];
  readonly activityOf: ComposedServer['activityOf'];
  readonly platformOf: ComposedServer['platformOf'];
  readonly directoryOf: ComposedServer['directoryOf'];
  readonly jobsOf: ComposedServer['jobsOf'];
  readonly retell: ComposedServer['retell'];
  readonly unknownTokens: Pick<UnknownTokenLog, 'list'>;
  readonly config: Config;
}

/** What the commands of an app have in common. */
export interface Session {
  readonly app: App;
  /** Reads the configuration and says which store is worked on, without opening it. */
  readonly configure: () => Config;
  /** Opens the store for one command and closes it again. A store that does not exist is made only where that is said. */
  readonly work: <Answer>(
    run: (installation: OpenInstallation) => Promise<Answer>,
    whenMissing?: WhenMissing,
  ) => Promise<Answer>;
  /** Runs a use case on the store. */
  readonly administer: <Answer>(
    run: (administration: OrganisationAdministration) => Effect.Effect<Answer, unknown>,
  ) => Promise<Answer>;
}

/** Prints lines of a command's answer. */
export const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** Says something that is not the answer. */
export const remark = (...lines: readonly string[]): void => void process.stderr.write(`${lines.join('\n')}\n`);

/** Makes the session of an app. */
export const makeSession = (app: App): Session => {
  const configure = (): Config => {
    const config = readConfig(process.env, app);
    for (const line of settingsWithoutEffect(process.env, config)) remark(`Warning: ${line}`);
    remark(`Store: ${placeOf(config.store)}`);
    return config;
  };
  const work: Session['work'] = async (run, whenMissing = 'refuse') => {
    const config = configure();
    const onNotice = ({ message }: { readonly message: string }): void => remark(message);
    const installation = await openInstallation(config.store, { whenMissing, onNotice });
    try {
      const composed = composeServer({ ...installation, baseUrl: () => '' });
      const { unknownTokens } = installation.storage;
      return await run({ ...composed, teamOf: composed.peopleGate.people.teamOf, unknownTokens, config });
    } finally {
      await Effect.runPromise(installation.storage.close());
    }
  };
  return {
    app,
    configure,
    work,
    administer: (run) => work(({ administration }) => Effect.runPromise(run(administration))),
  };
};
