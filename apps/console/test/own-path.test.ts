// Where somebody goes after signing in: never to another site (open redirect).
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ownPath } from '../src/pages/sign-in/own-path.ts';

beforeAll(() => void vi.stubGlobal('location', { origin: 'https://scim.example' }));
afterAll(() => void vi.unstubAllGlobals());

it.each([
  ['/o/acme/activity?outcome=refused', '/o/acme/activity?outcome=refused'],
  ['/', '/'],
  [undefined, '/'],
  ['', '/'],
  // Signing in leads to no sign-in.
  ['/sign-in?returnTo=/sign-in', '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['\\\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['evil.example', '/'],
])('%j leads to %s', (named, path) => {
  expect(ownPath(named)).toBe(path);
});
