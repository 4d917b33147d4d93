// The connections that are opened while a test runs, whoever opens them.
import Database from 'better-sqlite3';
import { onTestFinished, vi } from 'vitest';
import type { Connection } from '../../src/connection.ts';

/** Every connection from now on that is asked for a setting, as every one is that is opened to be read. */
export const watchConnections = (): ReadonlySet<Connection> => {
  const seen = new Set<Connection>();
  const { pragma } = Database.prototype;
  const spy = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Connection, ...given) {
    seen.add(this);
    return pragma.apply(this, given);
  });
  onTestFinished(() => spy.mockRestore());
  return seen;
};
