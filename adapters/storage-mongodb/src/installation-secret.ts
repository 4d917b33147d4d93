// The secret that all processes on the database share.
import * as Result from 'effect/Result';
import type { Storage } from '@looop-scim/provisioning/ports';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { isDuplicateKey, unavailable } from './mongo-error.ts';

const SECRET = 'secret';

/** Makes the look-up of the secret, which keeps the first one that is offered. */
export const makeInstallationSecret =
  ({ settings }: Collections, calls: Calls): Storage['installationSecret'] =>
  (fresh) =>
    calls.write(async () => {
      try {
        await settings.insertOne({ _id: SECRET, value: fresh });
        return Result.succeed(fresh);
      } catch (cause) {
        if (!isDuplicateKey(cause)) throw cause;
      }
      const kept = await settings.findOne({ _id: SECRET });
      // The secret of another process may still be rolled back until a majority has it.
      if (kept === null) return Result.fail(unavailable(new Error('The secret of the installation is being stored')));
      return Result.succeed(String(kept.value));
    });
