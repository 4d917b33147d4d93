// The connection that a storage opens for itself, which it hands to nobody.
import Database from 'better-sqlite3';
import { onTestFinished, vi } from 'vitest';
import type { Connection } from '../../src/connection.ts';

/** Runs the opening of a storage; the connection is the one that it has configured. */
export const capturingConnection = async <Opened>(
  open: () => Promise<Opened>,
): Promise<{ readonly opened: Opened; readonly connection: Connection }> => {
  const pragma = vi.spyOn(Database.prototype, 'pragma');
  onTestFinished(() => pragma.mockRestore());
  const opened = await open();
  const connection: unknown = pragma.mock.contexts.at(-1);
  if (!(connection instanceof Database)) throw new Error('Nothing was opened');
  return { opened, connection };
};
