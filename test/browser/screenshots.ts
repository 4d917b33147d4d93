// Makes the pictures of the README: `pnpm screenshots` writes them to docs/images.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deliveredToken } from '../support/server/server-process.ts';
import { startConsole } from './console-server.ts';
import { makeIdentityProvider } from './identity-provider.ts';
import { openBrowser, openPage } from './open-browser.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const NAMES = ['Ana Moreira', 'Ben Ito', 'Chidi Okafor', 'Dana Weiss', 'Elif Kaya', 'Farah Haddad'];

const server = await startConsole('op@looop.example');
const browser = await openBrowser();
try {
  await mkdir(IMAGES, { recursive: true });
  await server.operator('organisation', 'add', 'acme');
  const token = deliveredToken(await server.operator('token', 'issue', 'acme', '--label', 'Okta'));
  const okta = makeIdentityProvider({ baseUrl: server.scimBaseUrl, token });
  await okta.test();
  const ids: string[] = [];
  for (const [index, full] of NAMES.entries()) {
    const [givenName = '', familyName = ''] = full.split(' ');
    const userName = `${givenName.toLowerCase()}@acme.example`;
    ids.push((await okta.create(userName, { externalId: `00u${index}`, name: { givenName, familyName } })).id);
  }
  await okta.push('Sales', ids);
  await okta.deactivate(ids[1] ?? '');
  await okta.create('ana@acme.example');
  const { page } = await openPage(browser, server.origin);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(await server.linkOf('account', 'invite', 'acme', 'ada@acme.example', '--role', 'administrator'));
  await page.getByLabel(/New password/u).fill('four words are enough here');
  await page.getByRole('button', { name: /Accept and sign in/u }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  for (const [path, shown] of [
    ['provisioning', 'Guided set-up'],
    ['activity', 'Okta deactivated the user ben@acme.example'],
  ] as const) {
    await page.goto(`/o/acme/${path}`);
    await page.getByText(shown).first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${IMAGES}${path}.png` });
    console.log(`${IMAGES}${path}.png`);
  }
} finally {
  await browser.close();
  await server.stop();
}
