import { fingerprintOf, TOKEN_PREFIX } from '@looop-scim/provisioning/organisation';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { tokenSecrets } from '../src/index.ts';

describe('tokenSecrets.generate', () => {
  it('answers the prefix and 32 random bytes in base64url', async () => {
    const token = await Effect.runPromise(tokenSecrets.generate);
    expect(token.startsWith(TOKEN_PREFIX)).toBe(true);
    expect(token.slice(TOKEN_PREFIX.length)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(token.slice(TOKEN_PREFIX.length), 'base64url')).toHaveLength(32);
  });

  it('answers another token each time', async () => {
    const tokens = await Effect.runPromise(Effect.forEach(Array.from({ length: 1000 }), () => tokenSecrets.generate));
    expect(new Set(tokens).size).toBe(1000);
  });
});

describe('tokenSecrets.hash', () => {
  it('answers the SHA-256 in hexadecimal digits', () => {
    expect(tokenSecrets.hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(fingerprintOf(tokenSecrets.hash('abc'))).toBe('ba7816bf8f01cfea');
  });

  it('hashes the UTF-8 form', () => {
    expect(tokenSecrets.hash('ü')).toBe('607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f');
  });
});

describe('tokenSecrets.sameHash', () => {
  const hash = tokenSecrets.hash('abc');

  it('recognises the same hash', () => {
    expect(tokenSecrets.sameHash(hash, tokenSecrets.hash('abc'))).toBe(true);
  });

  it('tells hashes apart that differ in one digit, first or last', () => {
    expect(tokenSecrets.sameHash(hash, `c${hash.slice(1)}`)).toBe(false);
    expect(tokenSecrets.sameHash(hash, `${hash.slice(0, -1)}e`)).toBe(false);
  });

  it('answers false for texts of other lengths instead of failing', () => {
    expect(tokenSecrets.sameHash(hash, hash.slice(1))).toBe(false);
    expect(tokenSecrets.sameHash(hash, '')).toBe(false);
  });
});
