// A new token is shown to a terminal, once. Anything else that reads the output may keep it, so the token goes into a file
// that its owner alone can read, and the output names the file.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as Effect from 'effect/Effect';
import { tokenSecrets } from '@looop-scim/crypto-node';
import { fingerprintOf, type IssuedToken } from '@looop-scim/provisioning';
import { writePrivateFile } from '../lifecycle/private-files.ts';

/** Where a token or a platform key goes. */
export interface Delivery {
  readonly isTerminal: boolean;
  readonly dataDirectory: string;
  /** Named by the operator; default on a terminal: none, elsewhere: one in the data directory. */
  readonly file?: string;
  /** What is delivered. Default: a token. */
  readonly kind?: 'token' | 'key';
}

const KINDS = {
  token: { word: 'Token', file: 'token', generate: tokenSecrets.generate },
  key: { word: 'Key', file: 'platform-key', generate: tokenSecrets.generateKey },
} as const;

/** A token that was issued, and the lines that tell its operator of it. */
export interface DeliveredToken {
  readonly issued: IssuedToken;
  readonly lines: readonly string[];
}

/**
 * Issues a token and delivers it. The file is written first: a token that could not be kept is never issued, and the file of
 * one that could not be issued is taken away again.
 */
export const deliverToken = async (
  { isTerminal, dataDirectory, file, kind = 'token' }: Delivery,
  issue: (request: { readonly secret: string }) => Effect.Effect<IssuedToken, unknown>,
): Promise<DeliveredToken> => {
  const { word, file: name, generate } = KINDS[kind];
  const secret = await Effect.runPromise(generate);
  if (isTerminal && file === undefined) {
    return { issued: await Effect.runPromise(issue({ secret })), lines: [`${word}: ${secret}`] };
  }
  const path = resolve(file ?? join(dataDirectory, `${name}-${fingerprintOf(tokenSecrets.hash(secret))}`));
  writePrivateFile(path, `${secret}\n`);
  try {
    return { issued: await Effect.runPromise(issue({ secret })), lines: [`${word} file: ${path}`] };
  } catch (error) {
    rmSync(path);
    throw error;
  }
};
