// When a token may be revoked after a rotation.
import { expect, it } from 'vitest';
import type { Token } from '@looop-scim/http-api/contract';
import { wasReplaced } from '../src/pages/provisioning/token-state.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const old: Token = { fingerprint: 'old', label: 'Okta', createdAt: at(0), lastUsedAt: at(10) };
const newer: Token = { fingerprint: 'new', label: 'Okta', createdAt: at(5), lastUsedAt: at(11) };
const { lastUsedAt: _at, ...unused } = newer;

it.each<[string, Token, boolean]>([
  ['is used instead', newer, true],
  ['is not used yet', unused, false],
  ['was used in the same minute: both may be in use', { ...newer, lastUsedAt: at(10) }, false],
  ['was used before', { ...newer, lastUsedAt: at(9) }, false],
  ['has another name: it is that of another provider', { ...newer, label: 'Entra' }, false],
  ['was issued before', { ...newer, createdAt: at(-1) }, false],
  ['was revoked', { ...newer, revokedAt: at(12) }, false],
  ['has expired', { ...newer, expiresAt: at(12) }, false],
])('is replaced when the other one %s', (_title, other, expected) => {
  expect(wasReplaced(old, [old, other])).toBe(expected);
});

it('is replaced although it was never used', () => {
  const { lastUsedAt: _never, ...neverUsed } = old;
  expect(wasReplaced(neverUsed, [neverUsed, newer])).toBe(true);
});
