// Tokens by fingerprint, each request's first look. Changes made through this process are seen at once, those of other processes
// when what is remembered has run out.
import * as Result from 'effect/Result';
import {
  AlreadyExists,
  NoSuchEntry,
  organisationId,
  type ProvisioningToken,
  type TokenStore,
  type TokenHolder,
} from '@looop-scim/provisioning';
import type { Calls } from '../calls.ts';
import type { Collections, TokenDocument } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import { KEPT, organisationOf } from './organisations.ts';
import type { RememberedHolders } from './remembered-holders.ts';

const tokenOf = ({
  _id,
  handle,
  o,
  created,
  expires,
  revoked,
  lastUsed,
  subject,
  label,
}: TokenDocument): ProvisioningToken => ({
  organisationId: organisationId(o),
  fingerprint: handle,
  hash: _id,
  created,
  ...(expires !== undefined && { expires }),
  ...(revoked !== undefined && { revoked }),
  ...(lastUsed !== undefined && { lastUsed }),
  ...(subject !== undefined && { subject }),
  ...(label !== undefined && { label }),
});

const documentOf = ({ organisationId: o, hash, fingerprint, ...token }: ProvisioningToken): TokenDocument => ({
  _id: hash,
  o,
  handle: fingerprint,
  ...token,
});

/** Makes the directory of tokens. */
export const makeTokenDirectory = (
  { organisations, tokens }: Collections,
  calls: Calls,
  remembered: RememberedHolders,
): TokenStore => {
  const holdersOf = async (fingerprint: string): Promise<readonly TokenHolder[]> => {
    const found = await tokens.find({ handle: fingerprint }).toArray();
    const owners = await organisations.find({ _id: { $in: found.map(({ o }) => o) }, ...KEPT }).toArray();
    const byId = new Map(owners.map((owner) => [owner._id, organisationOf(owner)]));
    return found.flatMap((token) => {
      const organisation = byId.get(token.o);
      return organisation === undefined ? [] : [{ token: tokenOf(token), organisation }];
    });
  };

  return {
    add: (token) =>
      calls.write(async () => {
        try {
          await tokens.insertOne(documentOf(token));
          remembered.forget(token.fingerprint);
          return Result.void;
        } catch (cause) {
          if (isDuplicateKey(cause)) return Result.fail(new AlreadyExists({ what: 'token' }));
          throw cause;
        }
      }),
    byFingerprint: (fingerprint) =>
      calls.read(async () => {
        return Result.succeed(await remembered.recall(fingerprint, () => holdersOf(fingerprint)));
      }),
    ofOrganisation: (o) =>
      calls.read(async () => {
        const found = await tokens.find({ o }).sort({ created: -1, _id: 1 }).toArray();
        return Result.succeed(found.map(tokenOf));
      }),
    revoke: (fingerprint, at) =>
      calls.write(async () => {
        await tokens.updateMany({ handle: fingerprint, revoked: { $exists: false } }, { $set: { revoked: at } });
        remembered.forget(fingerprint);
        return (await tokens.countDocuments({ handle: fingerprint }, { limit: 1 })) > 0
          ? Result.void
          : Result.fail(new NoSuchEntry({ what: 'token', name: fingerprint }));
      }),
    touch: (fingerprint, at) =>
      calls.write(async () => {
        await tokens.updateMany({ handle: fingerprint }, { $max: { lastUsed: at } });
        remembered.forget(fingerprint);
        return Result.void;
      }),
  };
};
