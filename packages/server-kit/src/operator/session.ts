// What every command does first and last: read the configuration, say which store is worked on, open it, close it.
import * as Effect from 'effect/Effect';
import type { App } from '../app.ts';
import type { AccountAdministration, People } from '@looop-scim/provisioning/accounts';
import type { KeyAdministration, OrganisationAdministration } from '@looop-scim/provisioning/organisation';
import type { UnknownTokenLog } from '@looop-scim/provisioning/ports';
import { composeServer, type ComposedServer } from '../composition/compose-server.ts';
import { openInstallation, type WhenMissing } from '../lifecycle/open-installation.ts';
import { settingsWithoutEffect, type Config } from '../settings/config.ts';
import { inspectSettings, type InspectedSettings } from '../settings/inspect-settings.ts';
import {
  configOf,
  readSettings,
  type GivenSettings,
  type Settings,
  type SettingsOptions,
} from '../settings/settings.ts';
import { placeOf } from '../settings/store.ts';

/** What a command works with: the open store, with the use cases on it. */
export interface OpenInstallation {
  readonly administration: OrganisationAdministration;
  readonly keys: KeyAdministration;
  readonly accounts: AccountAdministration;
  readonly people: Pick<People, 'links' | 'sessions' | 'teamOf'>;
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
  /** Takes what the command line says of settings; before anything else is asked for. */
  readonly give: (settings: GivenSettings, options?: SettingsOptions) => void;
  readonly given: () => GivenSettings;
  /** The settings, and where each comes from. */
  readonly settings: () => Settings;
  /** Reads the configuration as `configure` does, as far as it can be read. */
  readonly inspect: () => InspectedSettings;
  /** Reads the configuration and says which store is worked on, without opening it. */
  readonly configure: () => Config;
  /**
   * Opens the store for one command and closes it again; a call in a call has what is open. A store that does not exist is made only
   * where that is said.
   */
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

/** Makes what reads the configuration, once. */
const makeConfigure = (app: App) => {
  let given: GivenSettings = {};
  let said: string | undefined;
  let options: SettingsOptions = {};
  let known: { readonly settings: Settings; config?: Config } | undefined;
  const say = ({ store }: Pick<Config, 'store'>): void => {
    const place = `Store: ${placeOf(store)}`;
    if (place !== said) remark(place);
    said = place;
  };
  const read = () => (known ??= { settings: readSettings(app, given, process.env, options) });
  return {
    give: (settings: GivenSettings, how: SettingsOptions = {}): void => {
      given = settings;
      options = how;
      known = undefined;
    },
    given: () => given,
    settings: (): Settings => read().settings,
    inspect: (): InspectedSettings => {
      const found = inspectSettings(app, given, process.env);
      if (found.knowsStore) say(found.config);
      return found;
    },
    configure: (): Config => {
      const found = read();
      if (found.config !== undefined) return found.config;
      const config = configOf(found.settings, app);
      found.config = config;
      for (const line of settingsWithoutEffect(found.settings.environment, config)) remark(`Warning: ${line}`);
      say(config);
      return config;
    },
  };
};

/** Makes the session of an app. */
export const makeSession = (app: App): Session => {
  const configuring = makeConfigure(app);
  const { configure } = configuring;
  let opened: OpenInstallation | undefined;
  const work: Session['work'] = async (run, whenMissing = 'refuse') => {
    if (opened !== undefined) return await run(opened);
    const config = configure();
    const onNotice = ({ message }: { readonly message: string }): void => remark(message);
    const installation = await openInstallation(config.store, { whenMissing, software: app.version, onNotice });
    try {
      const composed = composeServer({ ...installation, baseUrl: () => '', organisations: app.organisations });
      const { unknownTokens } = installation.storage;
      opened = { ...composed, people: composed.peopleGate.people, unknownTokens, config };
      return await run(opened);
    } finally {
      opened = undefined;
      await Effect.runPromise(installation.storage.close());
    }
  };
  return {
    app,
    ...configuring,
    work,
    administer: (run) => work(({ administration }) => Effect.runPromise(run(administration))),
  };
};
