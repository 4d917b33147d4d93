// Numbered migrations: which version a database has, and the way from there to the newest. Each step may be repeated, so that of
// several processes that start at once none has to wait for another.
import type { Db, IndexDescription } from 'mongodb';
import * as Result from 'effect/Result';
import type { Collections } from '../collections.ts';
import { isDuplicateKey } from '../mongo-error.ts';
import { MongoDatabaseMissing, MongoDatabaseTooNew } from '../open-failure.ts';

const SCHEMA = 'schema';

/** Brings the database from the version before to its own. */
export interface Migration {
  readonly name: string;
  /** Indexes to be there, by collection. */
  readonly indexes: Readonly<Partial<Record<keyof Collections, readonly IndexDescription[]>>>;
  /** Fills in what documents of the version before lack; only where the database was of that version. */
  readonly fill?: (collections: Collections) => Promise<void>;
}

const versionOf = async ({ settings }: Collections): Promise<number> =>
  Number((await settings.findOne({ _id: SCHEMA }))?.value ?? 0);

const apply = async (database: Db, { indexes }: Migration): Promise<void> => {
  for (const [collection, descriptions] of Object.entries(indexes)) {
    await database.collection(collection).createIndexes([...descriptions]);
  }
};

/**
 * Applies what is missing of `migrations` and answers with the version reached. Indexes of the newest version are looked after
 * at every start, so that one that was lost comes back.
 * Fails: `MongoDatabaseTooNew`; `MongoDatabaseMissing` when it had to hold a storage already. Then nothing was changed.
 */
export const migrate = async (
  database: Db,
  collections: Collections,
  migrations: readonly Migration[],
  mustExist = false,
): Promise<Result.Result<number, MongoDatabaseTooNew | MongoDatabaseMissing>> => {
  const known = migrations.length;
  const found = await versionOf(collections);
  if (found > known) return Result.fail(new MongoDatabaseTooNew({ database: database.databaseName, found, known }));
  if (found === 0 && mustExist) return Result.fail(new MongoDatabaseMissing({ database: database.databaseName }));
  for (const [index, migration] of migrations.entries()) {
    await apply(database, migration);
    if (found <= index) await migration.fill?.(collections);
  }
  // A process of a newer version may have come in between: the version never goes back.
  const noteVersion = () =>
    collections.settings.updateOne({ _id: SCHEMA }, { $max: { value: known } }, { upsert: true });
  // Of two that note the first version at once, one may find that the other was first.
  await noteVersion().catch((cause: unknown) => (isDuplicateKey(cause) ? noteVersion() : Promise.reject(cause)));
  return Result.succeed(known);
};
