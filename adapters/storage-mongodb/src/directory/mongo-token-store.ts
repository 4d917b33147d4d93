// Tokens by fingerprint: the first look-up of each request. Changes made through this process are seen at once, those of other
// processes when what is remembered has run out.
import * as Result from 'effect/Result';
import type { ProvisioningToken, TokenHolder } from '@looop-scim/provisioning/organisation';
import { AlreadyExists, NoSuchEntry, type TokenStore } from '@looop-scim/provisioning/ports';
import { tokenFrom } from '@looop-scim/provisioning/storage-support';
import type { Calls } from '../calls.ts';
import type { Collections, TokenDocument } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import { KEPT, organisationOf } from './mongo-organisation-store.ts';
import type { RememberedHolders } from './remembered-holders.ts';

const tokenOf = ({ _id: hash, handle: fingerprint, o, ...stored }: TokenDocument): ProvisioningToken =>
  tokenFrom({ organisationId: o, fingerprint, hash, ...stored });

const documentOf = ({
  organisationId: organisation,
  hash,
  fingerprint,
  ...token
}: ProvisioningToken): TokenDocument => ({
  _id: hash,
  o: organisation,
  handle: fingerprint,
  ...token,
});

/** Tokens of which no use is noted that came later. */
const notUsedAfter = (fingerprint: string, at: number) => ({
  handle: fingerprint,
  $or: [{ lastUsed: { $exists: false } }, { lastUsed: { $lte: at } }],
});

const useBy = (at: number, client: string | undefined) =>
  client === undefined
    ? { $set: { lastUsed: at }, $unset: { lastClient: '' as const } }
    : { $set: { lastUsed: at, lastClient: client } };

/** Makes the store of tokens. */
export const makeMongoTokenStore = (
  { organisations, tokens }: Collections,
  calls: Calls,
  remembered: RememberedHolders,
): TokenStore => {
  const holdersOf = async (fingerprint: string): Promise<readonly TokenHolder[]> => {
    const found = await tokens.find({ handle: fingerprint }).toArray();
    const owners = await organisations
      .find({ _id: { $in: found.map(({ o: organisation }) => organisation) }, ...KEPT })
      .toArray();
    const byId = new Map(owners.map((owner) => [owner._id, organisationOf(owner)]));
    return found.flatMap((token) => {
      const organisation = byId.get(token.o);
      return organisation === undefined ? [] : [{ token: tokenOf(token), organisation }];
    });
  };

  const changed = (fingerprint: string, change: () => Promise<unknown>) =>
    calls.write(async () => {
      await change();
      remembered.forget(fingerprint);
      return (await tokens.countDocuments({ handle: fingerprint }, { limit: 1 })) > 0
        ? Result.void
        : Result.fail(new NoSuchEntry({ what: 'token', name: fingerprint }));
    });

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
    ofOrganisation: (organisation) =>
      calls.read(async () => {
        const found = await tokens.find({ o: organisation }).sort({ created: -1, _id: 1 }).toArray();
        return Result.succeed(found.map(tokenOf));
      }),
    revoke: (fingerprint, at) =>
      changed(fingerprint, () =>
        tokens.updateMany({ handle: fingerprint, revoked: { $exists: false } }, { $set: { revoked: at } }),
      ),
    // $min also sets a field that is missing.
    expire: (fingerprint, at) =>
      changed(fingerprint, () => tokens.updateMany({ handle: fingerprint }, { $min: { expires: at } })),
    touch: (fingerprint, at, client) =>
      calls.write(async () => {
        await tokens.updateMany(notUsedAfter(fingerprint, at), useBy(at, client));
        remembered.forget(fingerprint);
        return Result.void;
      }),
  };
};
