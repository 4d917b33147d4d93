// What the suites of the pages share: one server, one browser, and the windows that they open in it.
import type { Browser, Locator, Page } from 'playwright-core';
import { startConsole, type ConsoleServer } from './console-server.ts';
import { EVERY_VIEW, openBrowser, openPage, type Examinations, type Watched } from './open-browser.ts';

export const OPERATOR = 'op@looop.example';
const PASSWORD = 'four words are enough here';

/** A server of any kind, and how its pages are looked at. */
export interface Scene extends Examinations {
  readonly scimBaseUrl: string;
  /** The certificate that identity providers trust, in PEM; undefined where the server speaks plain HTTP. */
  readonly ca?: string | undefined;
  /** Opens a window of somebody else: it shares no cookie with the others. */
  readonly open: () => Promise<Page>;
}

/** One server with its browser. */
export interface Stage extends Scene {
  readonly server: ConsoleServer;
  readonly browser: Browser;
  /** What was wrong in any window so far. */
  readonly faults: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts server and browser. */
export const openStage = async (): Promise<Stage> => {
  const [server, browser] = await Promise.all([startConsole(OPERATOR), openBrowser()]);
  const opened: Watched[] = [];
  return {
    ...EVERY_VIEW,
    server,
    browser,
    scimBaseUrl: server.scimBaseUrl,
    open: async () => {
      const watched = await openPage(browser, server.origin);
      opened.push(watched);
      return watched.page;
    },
    faults: () => opened.flatMap(({ faults }) => faults),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
};

/** A heading of a page. */
export const heading = (page: Page, name: string, level = 1): Locator => page.getByRole('heading', { level, name });

/** A link of the navigation. */
export const navigate = (page: Page, name: string): Promise<void> =>
  page.getByRole('link', { name, exact: true }).click();

/** What a field shows that is there to be copied. */
export const textOf = async (page: Page, label: string): Promise<string> =>
  (await page.getByRole('status', { name: label }).textContent()) ?? '';

/** Sets a password with a one-time link. */
export const setPassword = async (page: Page, link: string, button: RegExp): Promise<void> => {
  await page.goto(link);
  await page.getByLabel(/New password/u).fill(PASSWORD);
  await page.getByRole('button', { name: button }).click();
};

/** Signs somebody in by an invitation to an organisation. */
export const enterByInvitation = async ({ server }: Stage, page: Page, organisation: string): Promise<void> => {
  const email = `ada@${organisation}.example`;
  const link = await server.linkOf('account', 'invite', organisation, email, '--role', 'administrator');
  await setPassword(page, link, /Accept and sign in/u);
  await heading(page, 'Overview').waitFor();
};
