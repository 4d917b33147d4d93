// Keeps collections small, for the sake of a stand-in that reads them whole: of the organisations that a storage has handed out,
// only the newest keep their data. A case of a contract or law uses one or two, so there are always several.
import type { Db } from 'mongodb';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';

/** Organisations that keep their data. */
const KEPT = 5;
/** So many are removed at once. */
const REMOVED_AT_ONCE = 5;

/** A storage that is emptied while it is used. */
interface SmallStorage {
  readonly storage: Storage;
  /** Waits for what is being removed; rejects when it could not be. */
  readonly settled: () => Promise<void>;
}

/** Every collection names the organisation as `o`, but for those with one document each, whose `_id` it is. */
const remove = async (database: Db, organisations: readonly string[]): Promise<void> => {
  for (const { collectionName } of await database.collections()) {
    const collection = database.collection<{ _id: string; o?: string }>(collectionName);
    await collection.deleteMany({ $or: [{ o: { $in: organisations } }, { _id: { $in: organisations } }] });
  }
};

/** Removes old organisations of a storage while it is used. */
export const removingOldOrganisations = (storage: Storage, database: Db): SmallStorage => {
  const present = new Set<OrganisationId>();
  let removing = Promise.resolve();
  const note = (id: OrganisationId): void => {
    present.add(id);
    if (present.size < KEPT + REMOVED_AT_ONCE) return;
    const oldest = [...present].slice(0, REMOVED_AT_ONCE);
    for (const one of oldest) present.delete(one);
    removing = removing.then(() => remove(database, oldest));
    removing.catch(() => undefined); // told by settled()
  };
  return {
    storage: {
      ...storage,
      forOrganisation: (id, schema) => {
        note(id);
        return storage.forOrganisation(id, schema);
      },
    },
    settled: () => removing,
  };
};
