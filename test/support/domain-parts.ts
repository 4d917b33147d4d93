// Adapters that tests of the domain put its use cases together with: the package itself knows no adapter.
export { makeCursorCipher, makePasswordHasher, tokenSecrets, uuidV7Generator } from '@looop-scim/crypto-node';
export { openMemoryStorage } from '@looop-scim/storage-memory';
