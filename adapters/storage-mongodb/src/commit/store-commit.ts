// The commit itself: one statement on one document.
import type { Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ResourceWrite } from '@looop-scim/provisioning/ports';
import { resourceKey, type Collections, type PendingEffects, type ResourceDocument } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import { documentFields } from '../resource-documents.ts';
import type { Unfinished } from './pending-effects.ts';
import type { PlannedWrite, ResourceBefore } from './plan-write.ts';
import { keysOf, makeFindTakenKey, type KeyOwner } from './unique-keys.ts';

/** Another write came first: what was planned has to be planned again. */
export const AGAIN = 'again';

/** A write on its way to its commit. */
export interface Commit {
  readonly before: ResourceBefore;
  readonly write: ResourceWrite;
  readonly planned: PlannedWrite;
  readonly pending: PendingEffects;
}

/** Why a commit did not happen; undefined when it did. */
export type Refusal = Uniqueness | typeof AGAIN | undefined;

/** The resource as the owner of its keys. */
export const ownerOf = ({
  organisation,
  type,
  resource: { id },
}: Pick<ResourceBefore, 'organisation' | 'type' | 'resource'>): KeyOwner => ({
  organisation,
  _id: resourceKey(organisation, id),
  id,
  type,
});

/** By which mapping set a user is told of from now on. */
const toldBy = ({ name }: ResourceType, mappingVersion: number | undefined) =>
  name === 'User' && mappingVersion !== undefined ? { mappingVersion } : {};

/** Makes the statement; `finish` finishes a deletion that still holds a key. */
export const makeStoreCommit = (
  collections: Collections,
  finish: (unfinished: Unfinished) => Promise<void>,
): { readonly store: (commit: Commit) => Promise<Refusal> } => {
  const { resources } = collections;
  const findTakenKey = makeFindTakenKey(collections, finish);

  const insert = async ({ before, write, pending }: Commit): Promise<Refusal> => {
    const owner = ownerOf(before);
    const { _id, organisation: o, id, type } = owner;
    const { created, lastModified } = before.resource;
    const metadata = { _id, o, id, type: type.name, rev: 1, version: 1, created, lastModified };
    const keys = keysOf(owner, write.uniqueKeys);
    const fields = {
      ...documentFields(before.schema, type, write.document),
      ...toldBy(type, write.mappingVersion ?? 0),
    };
    try {
      await resources.insertOne({ ...metadata, ...fields, keys, intent: pending });
      return undefined;
    } catch (cause) {
      if (!isDuplicateKey(cause)) throw cause;
    }
    const same = await resources.findOne<Pick<ResourceDocument, 'intent'>>({ _id, o }, { projection: { intent: 1 } });
    if (same === null) return (await findTakenKey(owner, write.uniqueKeys)) ?? AGAIN;
    // The driver may have sent the statement twice.
    if (same.intent?.w === pending.w) return undefined;
    throw new TypeError(`Id ${id} was issued twice`);
  };

  const replace = async ({ before, write, planned, pending }: Commit): Promise<Refusal> => {
    const owner = ownerOf(before);
    const { version, lastModified } = planned.outcome.resource;
    const fields = planned.rewritten ? documentFields(before.schema, before.type, write.document) : {};
    const told = planned.outcome.changed ? toldBy(before.type, write.mappingVersion) : {};
    const set = { ...fields, ...told, version, lastModified, keys: keysOf(owner, write.uniqueKeys), intent: pending };
    const unset = planned.rewritten && !('display' in fields) ? { $unset: { display: 1 as const } } : {};
    try {
      const { matchedCount } = await resources.updateOne(
        { _id: owner._id, o: owner.organisation, rev: before.rev },
        { $set: set, $inc: { rev: 1 }, ...unset },
      );
      return matchedCount === 1 ? undefined : AGAIN;
    } catch (cause) {
      if (!isDuplicateKey(cause)) throw cause;
    }
    return (await findTakenKey(owner, write.uniqueKeys)) ?? AGAIN;
  };

  return { store: (commit) => (commit.before.resource.version === 0 ? insert(commit) : replace(commit)) };
};
