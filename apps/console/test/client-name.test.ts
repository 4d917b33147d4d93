// Clients as they name themselves, and whose they are.
import { expect, it } from 'vitest';
import { clientName } from '../src/parts/client-name.ts';

it.each([
  ['Okta SCIM Client 1.0.0', 'Okta'],
  ['OKTA SCIM Integration', 'Okta'],
  ['Microsoft-Azure-AD-Provisioning', 'Microsoft Entra ID'],
  ['Google-Auto-Provisioning', 'Google Workspace'],
  ['goauthentik.io', 'authentik'],
  ['curl/8.5.0', 'curl/8.5.0'],
])('%s is shown as %s', (userAgent, shown) => {
  expect(clientName(userAgent)).toBe(shown);
});
