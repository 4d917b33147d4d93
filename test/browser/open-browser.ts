// A browser for a suite: every page of it is watched for violations of the security policy, requests to other hosts and errors.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** Where screenshots are left, to be looked at. */
const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

/** Sizes of windows. */
const WINDOWS = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;

/** What no page may do. */
export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that was wrong so far. */
  readonly faults: readonly string[];
}

/** Runs in every page: tells of violations of its security policy. */
const WATCH_POLICY = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
  noteViolation(violatedDirective + ' violated by ' + blockedURI + ' (' + sourceFile + ')'));`;

/** Path of the browser; undefined on machines without one. */
export const CHROMIUM: string | undefined = findChromium();

/** Starts the browser. */
export const openBrowser = async (): Promise<Browser> => {
  if (CHROMIUM === undefined) throw new Error('There is no Chromium');
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
};

/** Opens a page whose faults are noted; requests to any host but that of `origin` are among them. */
export const openPage = async (browser: Browser, origin: string): Promise<Watched> => {
  const faults: string[] = [];
  const context = await browser.newContext({
    baseURL: origin,
    viewport: WINDOWS.desktop,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Certificates of tests are signed by nobody.
    ignoreHTTPSErrors: true,
  });
  await context.exposeBinding('noteViolation', (_source, violation: string) => void faults.push(violation));
  await context.addInitScript({ content: WATCH_POLICY });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:')) faults.push(`asked ${url}`);
  });
  context.on('weberror', (error) => void faults.push(String(error.error())));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { context, page, faults };
};

/** Violations of accessibility rules, each with the elements that it is about. */
const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
};

/** Waits until nothing moves and nothing is asked for. */
const settle = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))');
};

/**
 * Looks at a page as it is: in both colour schemes and at phone width. Leaves a screenshot of each, and answers what violates
 * the rules of accessibility or is wider than the window.
 */
export const examine = async (page: Page, name: string): Promise<readonly string[]> => {
  mkdirSync(OUTPUT, { recursive: true });
  const found: string[] = [];
  for (const [window, size] of Object.entries(WINDOWS)) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settle(page);
      await page.screenshot({ path: `${OUTPUT}${name}-${window}-${colorScheme}.png`, fullPage: true });
      for (const violation of await violationsOf(page)) found.push(`${name}, ${window}, ${colorScheme}: ${violation}`);
    }
    const surplus = Number(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    );
    if (surplus > 0) found.push(`${name}, ${window}: ${surplus} pixels wider than the window`);
  }
  await page.setViewportSize(WINDOWS.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
};
