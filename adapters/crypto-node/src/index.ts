export { makeCursorCipher } from './cursor-cipher.ts';
export { makePasswordHasher, type PasswordHasherOptions } from './password-hasher.ts';
export { tokenSecrets } from './token-secrets.ts';
export { uuidV7Generator } from './uuid-v7-generator.ts';
