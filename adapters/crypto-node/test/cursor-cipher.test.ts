// State that clients carry for us (RFC 9865 sections 2 and 5.2).
import { describe, expect, it } from 'vitest';
import { makeCursorCipher } from '../src/index.ts';

const { encrypt, decrypt } = makeCursorCipher('secret', 'acme');

describe('a cursor cipher', () => {
  it.each(['', 'ana@acme.example', '😀'.repeat(9000)])(
    'decrypts what it encrypted, in another process, too',
    (payload) => {
      const token = encrypt(payload, 'users');
      expect(decrypt(token, 'users')).toBe(payload);
      expect(makeCursorCipher('secret', 'acme').decrypt(token, 'users')).toBe(payload);
      expect(encrypt(payload, 'users')).toBe(token);
    },
  );

  it('shows nothing of what it encrypted, in characters that a URI leaves as they are', () => {
    const payload = 'ana@acme.example';
    const token = encrypt(payload, 'users');
    expect(token).toMatch(/^[\w-]+$/u);
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ana');
    expect(token).not.toContain(Buffer.from(payload).toString('base64url').slice(0, 8));
  });

  it('never encrypts two texts with one nonce', () => {
    const texts = Array.from({ length: 1000 }, (_, index) => [`text ${index}`, `context ${index % 7}`] as const);
    const nonces = [makeCursorCipher('secret', 'acme'), makeCursorCipher('secret', 'globex')].flatMap((cipher) =>
      texts.map(([payload, context]) =>
        Buffer.from(cipher.encrypt(payload, context), 'base64url').toString('hex', 0, 12),
      ),
    );
    expect(new Set(nonces).size).toBe(2 * texts.length);
  });

  it('decrypts nothing of another owner, secret or context', () => {
    const token = encrypt('payload', 'users');
    expect(decrypt(token, 'groups')).toBeUndefined();
    expect(makeCursorCipher('secret', 'globex').decrypt(token, 'users')).toBeUndefined();
    expect(makeCursorCipher('another', 'acme').decrypt(token, 'users')).toBeUndefined();
  });

  it.each(['', '.', 'x', 'A'.repeat(37), '=', '%00', 'ä'])('decrypts nothing that is not a token: %j', (text) => {
    expect(decrypt(text, 'users')).toBeUndefined();
  });

  it('decrypts no other spelling of a token', () => {
    const token = encrypt('payload', 'users');
    for (const spelling of [`${token}=`, ` ${token}`, `${token}.`, token.replaceAll('-', '+').replaceAll('_', '/')]) {
      if (spelling !== token) expect(decrypt(spelling, 'users')).toBeUndefined();
    }
  });
});
