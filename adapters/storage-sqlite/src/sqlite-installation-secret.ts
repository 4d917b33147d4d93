// The secret of the installation: the first that was offered.
import * as Result from 'effect/Result';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { Connection } from './connection.ts';
import type { WriteQueue } from './write-queue.ts';

/** Makes the look-up of the secret, which keeps the first one that it is offered. */
export const makeSqliteInstallationSecret = (
  connection: Connection,
  writes: WriteQueue,
): Storage['installationSecret'] => {
  const insert = connection.prepare<[string]>(
    'INSERT INTO installation (only_row, secret) VALUES (1, ?) ON CONFLICT DO NOTHING',
  );
  const select = connection.prepare<[], string>('SELECT secret FROM installation').pluck();
  return (fresh) =>
    writes.submit(() => {
      insert.run(fresh);
      return Result.succeed(select.get() ?? fresh);
    });
};
