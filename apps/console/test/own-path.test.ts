// Where somebody goes after signing in: never to another site (open redirect).
import { expect, it } from 'vitest';
import { ownPath } from '../src/pages/sign-in/own-path.ts';

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
  expect(ownPath(named, 'https://scim.example')).toBe(path);
});
