// The configuration as a check looks at it: everything that is wrong with it, and what holds without that.
import type { App } from '../app.ts';
import type { Config } from './config.ts';
import { ConfigurationError, type Environment, type VariableName } from './environment.ts';
import { configOf, readSettings, type GivenSettings, type Settings } from './settings.ts';

/** What was found of a configuration. */
export interface InspectedSettings {
  readonly settings: Settings;
  /** Why a server does not start with it, a line each; empty when it does. */
  readonly problems: readonly string[];
  /** What holds with the default in the place of each value that cannot be read. */
  readonly config: Config;
  /** Settings whose values cannot be read. */
  readonly unread: ReadonlySet<VariableName>;
  /** Whether it says where the data is. */
  readonly knowsStore: boolean;
}

/** Reads all that can be read. Throws what is no fault of the configuration. */
export const inspectSettings = (
  app: Pick<App, 'stores' | 'dataDirectory'>,
  given: GivenSettings,
  variables: Environment,
): InspectedSettings => {
  const problems: string[] = [];
  const unread = new Set<VariableName>();
  const settings = readSettings(app, given, variables, { onProblem: (problem) => void problems.push(problem) });
  const { environment } = settings;
  for (;;) {
    const without = Object.fromEntries([...unread].map((name) => [name, undefined]));
    try {
      const config = configOf({ ...settings, environment: { ...environment, ...without } }, app);
      const saysWhere = settings.isUnread !== true || environment['LOOOP_SCIM_DATA'] !== undefined;
      return { settings, problems, config, unread, knowsStore: saysWhere && !unread.has('LOOOP_SCIM_STORE') };
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const { setting, message } = error;
      // Without one there would be no end.
      if (setting === undefined || unread.has(setting)) throw error;
      problems.push(message);
      unread.add(setting);
    }
  }
};
