// Requests with tokens that nobody issued, counted by the first digits of their SHA-256.
import * as Result from 'effect/Result';
import { MAX_UNKNOWN_TOKENS, type UnknownToken, type UnknownTokenLog } from '@looop-scim/provisioning/ports';
import type { Connection } from '../connection.ts';
import type { Reader } from '../reader.ts';
import type { WriteQueue } from '../write-queue.ts';

interface UnknownTokenRow {
  readonly fingerprint_prefix: string;
  readonly has_token_prefix: number;
  readonly length: number;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

const tokenOf = ({ fingerprint_prefix, has_token_prefix, ...counted }: UnknownTokenRow): UnknownToken => ({
  fingerprintPrefix: fingerprint_prefix,
  hasTokenPrefix: has_token_prefix === 1,
  ...counted,
});

/** Makes the count on SQLite. */
export const makeUnknownTokenLog = (
  connection: Connection,
  { reader, writes }: { readonly reader: Reader; readonly writes: WriteQueue },
): UnknownTokenLog => {
  const add = connection.prepare(
    `INSERT INTO unknown_tokens (fingerprint_prefix, has_token_prefix, length, count, first, last)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET has_token_prefix = excluded.has_token_prefix, length = excluded.length,
       count = count + excluded.count, first = min(first, excluded.first), last = max(last, excluded.last)`,
  );
  const makeRoom = connection.prepare<[number]>(
    `DELETE FROM unknown_tokens WHERE fingerprint_prefix IN (
       SELECT fingerprint_prefix FROM unknown_tokens ORDER BY last DESC, fingerprint_prefix LIMIT -1 OFFSET ?)`,
  );
  const list = connection.prepare<[], UnknownTokenRow>(
    'SELECT * FROM unknown_tokens ORDER BY last DESC, fingerprint_prefix',
  );
  return {
    add: (tokens) =>
      writes.submit(() => {
        for (const { fingerprintPrefix, hasTokenPrefix, length, count, first, last } of tokens) {
          add.run(fingerprintPrefix, hasTokenPrefix ? 1 : 0, length, count, first, last);
        }
        makeRoom.run(MAX_UNKNOWN_TOKENS);
        return Result.void;
      }),
    list: () => reader.read(() => Result.succeed(list.all().map(tokenOf))),
  };
};
