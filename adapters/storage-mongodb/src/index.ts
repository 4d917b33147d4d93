export { openMongoStorage, type MongoStorageOptions } from './open-mongo-storage.ts';
export { makeMongoStorage, prepareMongoDatabase, type MongoDatabase, type MongoStorage } from './mongo-storage.ts';
export { MongoDatabaseTooNew, MongoNotUsable, type MongoOpenFailure } from './open-failure.ts';
