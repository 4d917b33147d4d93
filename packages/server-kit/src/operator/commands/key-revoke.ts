// key revoke
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Revokes a platform key. */
export const revokeKeyCommand = ({ work }: Session): Command =>
  new Command('revoke')
    .argument('<fingerprint>', 'as key list shows it')
    .description(`revoke a platform key; ${WHEN_NOTICED}`)
    .addOption(jsonOption())
    .action(async (fingerprint: string, options: AnswerOptions) => {
      await work(({ keys }) => Effect.runPromise(keys.revokeKey(fingerprint)));
      tell(options, [`Key ${fingerprint} is revoked`], { fingerprint, state: 'revoked' });
    });
