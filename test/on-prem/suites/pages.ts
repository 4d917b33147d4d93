// The pages of the archive, over TLS: the administrator whom `init` made signs in, and the whole story of the pages is told.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, oneView, openBrowser, openPage, type Watched } from '../../browser/open-browser.ts';
import { heading, type Scene } from '../../browser/stage.ts';
import { tellStory, type Beginning } from '../../browser/story.ts';
import { serve, type Archive, type ServedHere } from '../support/archive.ts';
import { ADMINISTRATOR, setUp } from '../support/set-up.ts';

/** There are no operators: organisation, administrator and SCIM are there from `init` on. */
const bySetUp: Beginning = {
  enter: (administrator) => {
    it('let the administrator whom init made sign in over TLS', async () => {
      const page = administrator();
      const answer = await page.goto('/');
      expect(answer?.headers()['strict-transport-security']).toContain('max-age=');
      await page.getByLabel(/E-mail address/u).fill(ADMINISTRATOR.email);
      await page.getByLabel(/^Password/u).fill(ADMINISTRATOR.password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await heading(page, 'Overview').waitFor();
      await heading(page, 'Not connected yet', 2).waitFor();
      expect(await page.context().cookies()).toEqual([
        expect.objectContaining({ name: '__Host-looop_session', secure: true, httpOnly: true }),
      ]);
    });
  },
};

/** Registers the suite. */
export const pagesSuite = (archive: Archive): void => {
  describe.runIf(CHROMIUM !== undefined)('the pages of the archive', () => {
    let server: ServedHere;
    let browser: Browser;
    let certificate = '';
    const opened: Watched[] = [];
    beforeAll(async () => {
      const { command, data, cert } = await setUp(archive, 'pages');
      certificate = cert;
      [server, browser] = await Promise.all([serve(command, '--data', data), openBrowser()]);
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });
    const scene = (): Scene => ({
      ...oneView('archive-'),
      scimBaseUrl: server.baseUrl,
      ca: certificate,
      open: async () => {
        const watched = await openPage(browser, new URL(server.baseUrl).origin);
        opened.push(watched);
        return watched.page;
      },
    });

    tellStory(scene, bySetUp);

    it('broke no security policy, asked no other host and threw nothing', () => {
      expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
    });
  });
};
