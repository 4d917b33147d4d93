// operator key revoke
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { print, type Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Revokes a platform key. */
export const revokeKeyCommand = ({ work }: Session): Command =>
  new Command('revoke')
    .argument('<fingerprint>', 'as key list shows it')
    .description(`revoke a platform key; ${WHEN_NOTICED}`)
    .action(async (fingerprint: string) => {
      await work(({ keys }) => Effect.runPromise(keys.revokeKey(fingerprint)));
      print(`Key ${fingerprint} is revoked`);
    });
