// Calls of the driver, as a test sees them and comes in between.
import Database from 'better-sqlite3';
import { onTestFinished, vi } from 'vitest';
import type { Connection } from '../../src/connection.ts';

/** As properties, which may be taken off their object. */
interface Driver {
  readonly pragma: (this: Connection, text: string, options?: Database.PragmaOptions) => unknown;
  readonly prepare: (this: Connection, text: string) => Database.Statement;
}

const driver: Driver = Database.prototype;

/** Something happens before each pragma of every connection, until the test ends. */
export const beforePragmas = (happens: (text: string, connection: Connection) => void): void => {
  const { pragma } = driver;
  const spy = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Connection, text, options) {
    happens(text, this);
    return pragma.call(this, text, options);
  });
  onTestFinished(() => spy.mockRestore());
};

/** Something is made of each statement of every connection, until the test ends. */
export const changingStatements = (
  change: (text: string, prepare: () => Database.Statement) => Database.Statement,
): void => {
  const { prepare } = driver;
  const spy = vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Connection, text) {
    return change(text, () => prepare.call(this, text));
  });
  onTestFinished(() => spy.mockRestore());
};

/** Every connection from now on that is asked for a setting, as every one is that is opened to be read. */
export const watchConnections = (): ReadonlySet<Connection> => {
  const seen = new Set<Connection>();
  beforePragmas((_text, connection) => seen.add(connection));
  return seen;
};

interface Moments {
  /** Right before, once what is copied was counted. */
  readonly before?: () => void;
  /** Right after; gets the path of the copy. */
  readonly after?: (copy: string) => void;
}

/** Runs something around each copy of a database until the test ends. */
export const aroundCopies = ({ before, after }: Moments): void =>
  changingStatements((text, prepare) => {
    const statement = prepare();
    if (!text.startsWith('VACUUM INTO')) return statement;
    const copy = (path: string) => {
      before?.();
      const done = statement.run(path);
      after?.(path);
      return done;
    };
    return Object.assign(Object.create(statement), { run: copy });
  });
