// A new token is shown to a terminal, once. Anything else that reads the output may keep it, so the token goes into a file
// that its owner alone can read, and the output names the file.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as Effect from 'effect/Effect';
import { tokenSecrets } from '@looop-scim/crypto-node';
import { fingerprintOf, type IssuedToken } from '@looop-scim/provisioning/organisation';
import { writePrivateFile } from '../lifecycle/private-files.ts';
import { isoOf, tell, type AnswerOptions } from './answer.ts';

/** Where a token or a platform key goes. */
export interface Delivery {
  readonly isTerminal: boolean;
  readonly dataDirectory: string;
  /** Named by the operator; default on a terminal: none, elsewhere: one in the data directory. */
  readonly file?: string | undefined;
  /** What is delivered. Default: a token. */
  readonly kind?: 'token' | 'key';
}

const KINDS = {
  token: { word: 'Token', file: 'token', generate: tokenSecrets.generate },
  key: { word: 'Key', file: 'platform-key', generate: tokenSecrets.generateKey },
} as const;

/** A token that was issued, and how its operator is told of it. */
export interface DeliveredToken {
  readonly issued: IssuedToken;
  readonly lines: readonly string[];
  /** For programs: `token` or `tokenFile`, `key` or `keyFile`. */
  readonly json: Readonly<Record<string, string>>;
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
    const issued = await Effect.runPromise(issue({ secret }));
    return { issued, lines: [`${word}: ${secret}`], json: { [kind]: secret } };
  }
  const path = resolve(file ?? join(dataDirectory, `${name}-${fingerprintOf(tokenSecrets.hash(secret))}`));
  writePrivateFile(path, `${secret}\n`);
  try {
    const issued = await Effect.runPromise(issue({ secret }));
    return { issued, lines: [`${word} file: ${path}`], json: { [`${kind}File`]: path } };
  } catch (error) {
    rmSync(path);
    throw error;
  }
};

/** Tells of a token that was delivered. */
export const tellDelivered = (options: AnswerOptions, { issued, lines, json }: DeliveredToken): void => {
  const { fingerprint, expires } = issued.token;
  tell(options, [...lines, `Fingerprint: ${fingerprint}`], { fingerprint, ...json, expires: isoOf(expires) });
};
