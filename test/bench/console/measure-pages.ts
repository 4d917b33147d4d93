// How long the pages of administrators take until they can be used: each is opened in a browser that has kept nothing.
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../../browser/open-browser.ts';
import { printedAfter, runOperator } from '../../support/server/server-process.ts';
import type { BenchServer } from '../bench-server.ts';
import { quantile } from '../load.ts';
import { makeGroup } from '../scenarios/group-delta.ts';
import type { Stage } from '../scenarios/scenario.ts';

const PASSWORD = 'four words are enough here';
/** The organisation that a server with a token of its own makes. */
const ORGANISATION = 'demo';
const LEAST_ROUNDS = 3;
/** A page that takes longer is broken. */
const TIMEOUT_MS = 60_000;

/** A page, and what is there once it can be used. */
interface MeasuredPage {
  readonly name: string;
  readonly title: string;
  /** Below the organisation; absent for the sign-in. */
  readonly path?: (groupId: string) => string;
  readonly ready: (page: Page) => Locator;
}

const rows = (page: Page, name: string): Locator => page.getByRole('list', { name }).getByRole('link').first();

/** The pages, in the order in which they are measured. */
export const MEASURED_PAGES: readonly MeasuredPage[] = [
  { name: 'sign-in', title: 'sign-in', ready: (page) => page.getByLabel(/E-mail address/u) },
  {
    name: 'overview',
    title: 'overview',
    path: () => 'overview',
    ready: (page) => page.getByText('Provisioning works'),
  },
  { name: 'people', title: 'people', path: () => 'people', ready: (page) => rows(page, 'People') },
  {
    name: 'person-search',
    title: 'people, searched by name',
    path: () => 'people?q=person.0000042',
    ready: (page) => rows(page, 'People'),
  },
  { name: 'groups', title: 'groups', path: () => 'groups', ready: (page) => rows(page, 'Groups') },
  {
    name: 'group',
    title: 'a group with everybody',
    path: (id) => `groups/${id}`,
    ready: (page) => rows(page, 'Members'),
  },
  {
    name: 'activity',
    title: 'activity',
    path: () => 'activity',
    ready: (page) => page.getByText(/created the user|changed the group|added/u).first(),
  },
];

/** How long a page took, in milliseconds, and what it loaded. */
export interface PageTimes {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  readonly p50: number;
  readonly longest: number;
  readonly requests: number;
}

const signIn = async (browser: Browser, origin: string, { dataDirectory }: BenchServer): Promise<BrowserContext> => {
  const { stdout } = await runOperator({ dataDirectory }, 'account', 'add', 'bench@looop.example');
  const link = await readFile(printedAfter(stdout, 'Link file: '), 'utf8');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/link${link.slice(link.indexOf('#')).trim()}`);
  await page.getByLabel(/New password/u).fill(PASSWORD);
  await page.getByRole('button', { name: /Set password/u }).click();
  await page.getByRole('heading', { level: 1, name: 'Organisations' }).waitFor();
  return context;
};

/** Opens a page once, with an empty cache. */
const openOnce = async (
  browser: Browser,
  url: string,
  {
    state,
    ready,
  }: Pick<MeasuredPage, 'ready'> & { readonly state: Awaited<ReturnType<BrowserContext['storageState']>> },
): Promise<{ readonly ms: number; readonly requests: number }> => {
  const context = await browser.newContext({ storageState: state });
  const page = await context.newPage();
  let requests = 0;
  page.on('request', () => void (requests += 1));
  const started = performance.now();
  await page.goto(url, { waitUntil: 'commit', timeout: TIMEOUT_MS });
  await ready(page).waitFor({ timeout: TIMEOUT_MS });
  const ms = performance.now() - started;
  await context.close();
  return { ms, requests };
};

/** Measures the pages of these names on a server with people, of whom a group has everybody. */
export const measurePages = async (
  server: BenchServer,
  { connections, users }: Stage,
  { only, seconds }: { readonly only: readonly string[]; readonly seconds: number },
): Promise<readonly PageTimes[]> => {
  const measured = MEASURED_PAGES.filter(({ name }) => only.includes(name));
  const isGroupMeasured = measured.some(({ name }) => name === 'group' || name === 'groups');
  const groupId = isGroupMeasured ? await makeGroup(connections, users, users.length) : '';
  const browser = await openBrowser();
  try {
    const signedIn = await signIn(browser, connections.origin, server);
    const state = await signedIn.storageState();
    await signedIn.close();
    const times: PageTimes[] = [];
    for (const { name, title, path, ready } of measured) {
      process.stderr.write(`measuring: ${title}\n`);
      const isSignedIn = path !== undefined;
      const url = `${connections.origin}${isSignedIn ? `/o/${ORGANISATION}/${path(groupId)}` : '/sign-in'}`;
      const found: number[] = [];
      let requests = 0;
      const ends = performance.now() + seconds * 1000;
      while (found.length < LEAST_ROUNDS || performance.now() < ends) {
        const once = await openOnce(browser, url, { ready, state: isSignedIn ? state : { cookies: [], origins: [] } });
        found.push(once.ms);
        ({ requests } = once);
      }
      const sorted = Float64Array.from(found).toSorted();
      times.push({
        name,
        title,
        rounds: found.length,
        p50: quantile(sorted, 0.5),
        longest: quantile(sorted, 1),
        requests,
      });
    }
    return times;
  } finally {
    await browser.close();
  }
};
