// State that clients carry for us (RFC 9865 sections 2 and 5.2).
import { describe, expect, it } from 'vitest';
import { makeSeal } from '../src/index.ts';

const { close, open } = makeSeal('secret', 'acme');

describe('a seal', () => {
  it.each(['', 'ana@acme.example', '😀'.repeat(9000)])('opens what it closed, in another process, too', (payload) => {
    const token = close(payload, 'users');
    expect(open(token, 'users')).toBe(payload);
    expect(makeSeal('secret', 'acme').open(token, 'users')).toBe(payload);
    expect(close(payload, 'users')).toBe(token);
  });

  it('shows nothing of what it closed, in characters that a URI leaves as they are', () => {
    const payload = 'ana@acme.example';
    const token = close(payload, 'users');
    expect(token).toMatch(/^[\w-]+$/u);
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ana');
    expect(token).not.toContain(Buffer.from(payload).toString('base64url').slice(0, 8));
  });

  it('never closes two texts with one nonce', () => {
    const texts = Array.from({ length: 1000 }, (_, index) => [`text ${index}`, `context ${index % 7}`] as const);
    const nonces = [makeSeal('secret', 'acme'), makeSeal('secret', 'globex')].flatMap((seal) =>
      texts.map(([payload, context]) => Buffer.from(seal.close(payload, context), 'base64url').toString('hex', 0, 12)),
    );
    expect(new Set(nonces).size).toBe(2 * texts.length);
  });

  it('opens nothing of another owner, secret or context', () => {
    const token = close('payload', 'users');
    expect(open(token, 'groups')).toBeUndefined();
    expect(makeSeal('secret', 'globex').open(token, 'users')).toBeUndefined();
    expect(makeSeal('another', 'acme').open(token, 'users')).toBeUndefined();
  });

  it.each(['', '.', 'x', 'A'.repeat(37), '=', '%00', 'ä'])('opens nothing that is no token: %j', (text) => {
    expect(open(text, 'users')).toBeUndefined();
  });

  it('opens no other spelling of a token', () => {
    const token = close('payload', 'users');
    for (const spelling of [`${token}=`, ` ${token}`, `${token}.`, token.replaceAll('-', '+').replaceAll('_', '/')]) {
      if (spelling !== token) expect(open(spelling, 'users')).toBeUndefined();
    }
  });
});
