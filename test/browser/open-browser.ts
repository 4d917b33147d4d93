// A browser for a suite: every page of it is watched for violations of the security policy, requests to other hosts and errors.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** Where screenshots are left, to be looked at. */
const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

/** Sizes of windows. */
const WINDOWS = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;

/** How a page may be looked at. */
interface View {
  readonly window: keyof typeof WINDOWS;
  readonly colorScheme: 'light' | 'dark';
  /** Only what depends on colours is looked at: the rest is as in the other scheme. */
  readonly onlyColours?: boolean;
}

/** Every rule at both widths, and colours in both schemes at both widths. */
const ALL_VIEWS: readonly View[] = [
  { window: 'desktop', colorScheme: 'light' },
  { window: 'desktop', colorScheme: 'dark', onlyColours: true },
  { window: 'phone', colorScheme: 'dark' },
  { window: 'phone', colorScheme: 'light', onlyColours: true },
];

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

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Violations of accessibility rules, each with the elements that it is about. */
const violationsOf = async (
  page: Page,
  { onlyColours = false, within = 'document' }: Pick<View, 'onlyColours'> & { readonly within?: string },
): Promise<readonly string[]> => {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe.source);
  const options = { resultTypes: ['violations'], ...(onlyColours && { runOnly: ['color-contrast'] }) };
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>(
    `axe.run(${within === 'document' ? within : JSON.stringify(within)}, ${JSON.stringify(options)})`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
};

/** Waits until the page has its colours, nothing moves and nothing is asked for. */
const settle = async (page: Page, colorScheme: View['colorScheme']): Promise<void> => {
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))');
};

const lookFrom = async (
  page: Page,
  name: string,
  { window, colorScheme, onlyColours = false }: View,
  within?: string,
): Promise<readonly string[]> => {
  const place = `${name}, ${window}, ${colorScheme}`;
  await page.setViewportSize(WINDOWS[window]);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await settle(page, colorScheme);
  await page.screenshot({ path: `${OUTPUT}${name}-${window}-${colorScheme}.png`, fullPage: true });
  const violations = await violationsOf(page, { onlyColours, ...(within !== undefined && { within }) });
  const surplus = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
  return [
    ...violations.map((violation) => `${place}: ${violation}`),
    ...(surplus > 0 ? [`${place}: ${surplus} pixels wider than the window`] : []),
  ];
};

const examineFrom = async (
  page: Page,
  name: string,
  views: readonly View[],
  within?: string,
): Promise<readonly string[]> => {
  mkdirSync(OUTPUT, { recursive: true });
  const found: string[] = [];
  for (const view of views) found.push(...(await lookFrom(page, name, view, within)));
  await page.setViewportSize(WINDOWS.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
};

/**
 * How pages are looked at. Each leaves screenshots, and answers what violates the rules of accessibility or is wider than the
 * window.
 */
export interface Examinations {
  /** Looks at a page as it is. */
  readonly examine: (page: Page, name: string) => Promise<readonly string[]>;
  /** Looks at what has opened over or within a page. */
  readonly examineOpened: (page: Page, name: string) => Promise<readonly string[]>;
  /** Looks at a dialog alone: the page below it is looked at elsewhere. */
  readonly examineDialog: (page: Page, name: string) => Promise<readonly string[]>;
}

const EACH_ONCE = ALL_VIEWS.filter(({ onlyColours }) => onlyColours === undefined);

/** In both colour schemes and at phone width; what has opened, in each scheme and at each width once. */
export const EVERY_VIEW: Examinations = {
  examine: (page, name) => examineFrom(page, name, ALL_VIEWS),
  examineOpened: (page, name) => examineFrom(page, name, EACH_ONCE),
  examineDialog: (page, name) => examineFrom(page, name, EACH_ONCE, '[role="dialog"]'),
};

/**
 * At one width in one scheme, and pages alone: enough for pages that are looked at in every view elsewhere.
 * @param prefix - of the names of its screenshots
 */
export const oneView = (prefix: string): Examinations => ({
  examine: (page, name) => examineFrom(page, `${prefix}${name}`, ALL_VIEWS.slice(0, 1)),
  examineOpened: () => Promise.resolve([]),
  examineDialog: () => Promise.resolve([]),
});

export const { examine, examineOpened, examineDialog } = EVERY_VIEW;
