import { expect, it } from 'vitest';
import { reachFault } from '../src/pages/provisioning/reach.ts';

it.each([
  ['http://127.0.0.1:8080/scim/v2', 'ownMachine'],
  ['https://localhost/scim/v2', 'ownMachine'],
  ['http://scim.localhost:8080/scim/v2', 'ownMachine'],
  ['http://[::1]:8080/scim/v2', 'ownMachine'],
  ['http://scim.looop.example/scim/v2', 'notEncrypted'],
  ['https://scim.looop.example/scim/v2', undefined],
  ['https://127.looop.example/scim/v2', undefined],
])('says of %s: %s', (url, fault) => {
  expect(reachFault(url)).toBe(fault);
});
