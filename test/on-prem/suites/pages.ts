// The pages of the archive, over TLS: the administrator whom `init` made signs in, and sees what the identity provider does.
import { describe, expect, it } from 'vitest';
import { CHROMIUM, openBrowser, openPage } from '../../browser/open-browser.ts';
import { makeScimClient, transportTrusting } from '../../support/client/scim-client.ts';
import { serve, type Archive } from '../support/archive.ts';
import { ADMINISTRATOR, setUp } from '../support/set-up.ts';

/** Registers the suite. */
export const pagesSuite = (archive: Archive): void => {
  describe.runIf(CHROMIUM !== undefined)('the pages of the archive', () => {
    it('open to the administrator over TLS, and show what arrives', async () => {
      const { command, data, cert, token } = await setUp(archive, 'pages');
      const server = await serve(command, '--data', data);
      const browser = await openBrowser();
      try {
        const { page, context, faults } = await openPage(browser, new URL(server.baseUrl).origin);
        const answer = await page.goto('/');
        expect(answer?.headers()['strict-transport-security']).toContain('max-age=');
        await page.getByLabel(/E-mail address/u).fill(ADMINISTRATOR.email);
        await page.getByLabel(/^Password/u).fill(ADMINISTRATOR.password);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.getByRole('link', { name: 'Provisioning', exact: true }).click();
        await page.getByRole('status', { name: 'SCIM base URL' }).waitFor();
        expect(await page.getByRole('status', { name: 'SCIM base URL' }).textContent()).toBe(server.baseUrl);
        expect(await context.cookies()).toEqual([
          expect.objectContaining({ name: '__Host-looop_session', secure: true, httpOnly: true }),
        ]);
        await page.getByRole('link', { name: 'Overview', exact: true }).click();
        const client = makeScimClient({ baseUrl: server.baseUrl, token, transport: transportTrusting(cert) });
        expect((await client.post('/Users', { userName: 'bo@acme.example' })).status).toBe(201);
        await page.getByText(/created the user bo@acme.example/u).waitFor();
        expect(faults).toEqual([]);
      } finally {
        await browser.close();
        await server.stop();
      }
    });
  });
};
