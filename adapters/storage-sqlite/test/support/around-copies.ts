// What happens around the moment in which SQLite copies a database.
import Database from 'better-sqlite3';
import { onTestFinished, vi } from 'vitest';

interface Moments {
  /** Right before, once what is copied was counted. */
  readonly before?: () => void;
  /** Right after; gets the path of the copy. */
  readonly after?: (copy: string) => void;
}

/** Runs something around each copy until the test ends. */
export const aroundCopies = ({ before, after }: Moments): void => {
  const { prepare } = Database.prototype;
  const spy = vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, text) {
    const statement = prepare.call(this, text);
    if (!text.startsWith('VACUUM INTO')) return statement;
    const copy = (path: string) => {
      before?.();
      const done = statement.run(path);
      after?.(path);
      return done;
    };
    return Object.assign(Object.create(statement), { run: copy });
  });
  onTestFinished(() => spy.mockRestore());
};
