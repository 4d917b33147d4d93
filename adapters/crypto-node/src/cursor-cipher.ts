// State that clients carry for us, encrypted: sort keys are names and addresses of people, and cursors stand in URLs, which are
// logged on the way (RFC 7644 section 7.5.2, RFC 9865 section 5.2).
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { CursorCipher } from '@looop-scim/provisioning/ports';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes the cipher of an owner from a secret that the service alone knows. Every process with the same secret decrypts what
 * another one encrypted. The cipher of another owner decrypts nothing of it.
 */
export const makeCursorCipher = (secret: string, owner: string): CursorCipher => {
  const derive = (purpose: string, text = ''): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([purpose, owner, text]), 'utf8')
      .digest();
  const key = derive('key');

  return {
    encrypt: (payload, context) => {
      // Derived from the payload and its context: two texts never share a nonce, and the same text always gives the same token.
      const nonce = derive('nonce', JSON.stringify([payload, context])).subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context, 'utf8'));
      const text = Buffer.concat([cipher.update(payload, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    decrypt: (token, context) => {
      const bytes = Buffer.from(token, 'base64url');
      // Decoding is lenient: only the one spelling that encrypt() makes is accepted.
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) return undefined;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
};
