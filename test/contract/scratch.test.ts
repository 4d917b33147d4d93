import { contractRegistry, type OpenStorage } from '@looop-scim/laws';
import { openMongoStorage } from '@looop-scim/storage-mongodb';
import { newDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run-effect.ts';
import { runContract } from './run-contract.ts';

const open: OpenStorage = async () => {
  const { url, drop } = await newDatabase();
  const storage = await run(openMongoStorage({ url, registry: contractRegistry }));
  return { storage, close: async () => { await run(storage.close()); await drop(); } };
};
runContract('contract mongo', open);
