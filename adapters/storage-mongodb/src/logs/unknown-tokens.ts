// Requests with tokens that nobody issued, counted by the first digits of their SHA-256.
import * as Result from 'effect/Result';
import { MAX_UNKNOWN_TOKENS, type UnknownToken, type UnknownTokenLog } from '@looop-scim/provisioning/ports';
import type { Calls } from '../calls.ts';
import type { Collections, UnknownTokenDocument } from '../collections.ts';
import { upserting } from './upserting.ts';

const tokenOf = ({ _id, ...counted }: UnknownTokenDocument): UnknownToken => ({ fingerprintPrefix: _id, ...counted });

/** Makes the count. */
export const makeUnknownTokenLog = ({ unknownTokens }: Collections, calls: Calls): UnknownTokenLog => {
  const add = async ({
    fingerprintPrefix,
    hasTokenPrefix,
    length,
    count,
    first,
    last,
  }: UnknownToken): Promise<void> => {
    const counted = { $set: { hasTokenPrefix, length }, $inc: { count }, $min: { first }, $max: { last } };
    await upserting(() => unknownTokens.updateOne({ _id: fingerprintPrefix }, counted, { upsert: true }));
  };

  const makeRoom = async (): Promise<void> => {
    const surplus = await unknownTokens
      .find()
      .sort({ last: -1, _id: 1 })
      .skip(MAX_UNKNOWN_TOKENS)
      .project<Pick<UnknownTokenDocument, '_id'>>({ _id: 1 })
      .toArray();
    if (surplus.length > 0) await unknownTokens.deleteMany({ _id: { $in: surplus.map(({ _id }) => _id) } });
  };

  return {
    add: (tokens) =>
      calls.write(async () => {
        for (const token of tokens) await add(token);
        await makeRoom();
        return Result.void;
      }),
    list: () =>
      calls.read(async () => {
        const found = await unknownTokens.find().sort({ last: -1, _id: 1 }).limit(MAX_UNKNOWN_TOKENS).toArray();
        return Result.succeed(found.map(tokenOf));
      }),
  };
};
