// Tokens by handle, each request's first look. What was found is remembered for a few seconds; changes made through this process
// are seen at once, those of other processes after that time.
import * as Result from 'effect/Result';
import {
  AlreadyExists,
  NoSuchEntry,
  organisationId,
  type ProvisioningToken,
  type TokenDirectory,
  type TokenHolder,
} from '@looop-scim/provisioning';
import QuickLRU from 'quick-lru';
import type { Calls } from '../calls.ts';
import type { Collections, TokenDocument } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import { organisationOf } from './organisations.ts';

/** How long another process may not notice that a token was revoked or SCIM switched off. */
const REMEMBERED_MS = 5_000;

const MOST_REMEMBERED = 10_000;

const tokenOf = ({
  _id,
  handle,
  o,
  created,
  expires,
  revoked,
  lastUsed,
  subject,
}: TokenDocument): ProvisioningToken => ({
  organisationId: organisationId(o),
  handle,
  hash: _id,
  created,
  ...(expires !== undefined && { expires }),
  ...(revoked !== undefined && { revoked }),
  ...(lastUsed !== undefined && { lastUsed }),
  ...(subject !== undefined && { subject }),
});

const documentOf = ({ organisationId: o, hash, ...token }: ProvisioningToken): TokenDocument => ({
  _id: hash,
  o,
  ...token,
});

/** The directory of tokens, and the way to forget what it remembers. */
export interface RememberingTokenDirectory {
  readonly directory: TokenDirectory;
  readonly forget: () => void;
}

/** Makes the directory of tokens. */
export const makeTokenDirectory = ({ organisations, tokens }: Collections, calls: Calls): RememberingTokenDirectory => {
  const remembered = new QuickLRU<string, readonly TokenHolder[]>({ maxSize: MOST_REMEMBERED, maxAge: REMEMBERED_MS });

  const holdersOf = async (handle: string): Promise<readonly TokenHolder[]> => {
    const found = await tokens.find({ handle }).toArray();
    const owners = await organisations.find({ _id: { $in: found.map(({ o }) => o) } }).toArray();
    const byId = new Map(owners.map((owner) => [owner._id, organisationOf(owner)]));
    return found.flatMap((token) => {
      const organisation = byId.get(token.o);
      return organisation === undefined ? [] : [{ token: tokenOf(token), organisation }];
    });
  };

  const directory: TokenDirectory = {
    add: (token) =>
      calls.write(async () => {
        try {
          await tokens.insertOne(documentOf(token));
          remembered.delete(token.handle);
          return Result.void;
        } catch (cause) {
          if (isDuplicateKey(cause)) return Result.fail(new AlreadyExists({ what: 'token' }));
          throw cause;
        }
      }),
    byHandle: (handle) =>
      calls.read(async () => {
        const known = remembered.get(handle);
        if (known !== undefined) return Result.succeed(known);
        const holders = await holdersOf(handle);
        // Whoever tries out tokens must not push the real ones out.
        if (holders.length > 0) remembered.set(handle, holders);
        return Result.succeed(holders);
      }),
    ofOrganisation: (o) =>
      calls.read(async () => {
        const found = await tokens.find({ o }).sort({ created: -1, _id: 1 }).toArray();
        return Result.succeed(found.map(tokenOf));
      }),
    revoke: (handle, at) =>
      calls.write(async () => {
        await tokens.updateMany({ handle, revoked: { $exists: false } }, { $set: { revoked: at } });
        remembered.delete(handle);
        return (await tokens.countDocuments({ handle }, { limit: 1 })) > 0
          ? Result.void
          : Result.fail(new NoSuchEntry({ what: 'token', name: handle }));
      }),
    touch: (handle, at) =>
      calls.write(async () => {
        await tokens.updateMany({ handle }, { $max: { lastUsed: at } });
        remembered.delete(handle);
        return Result.void;
      }),
  };
  return { directory, forget: () => remembered.clear() };
};
