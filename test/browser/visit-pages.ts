// Every page of an organisation that has people, groups and a history, with what opens over it: each can be read by everybody.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliveredToken } from '../support/server/server-process.ts';
import type { ConsoleServer } from './console-server.ts';
import { makeIdentityProvider } from './identity-provider.ts';
import { examine, examineDialog, examineOpened } from './open-browser.ts';
import { enterByInvitation, heading, setPassword, type Stage } from './stage.ts';

const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

/** Addresses below the organisation, with a text that is there once the page has what it shows. */
const PAGES: readonly (readonly [name: string, path: string, shown: RegExp])[] = [
  ['overview', 'overview', /What happened last/u],
  ['activity', 'activity', /created the user ana-0@globex.example/u],
  ['activity-refused', 'activity?outcome=refused', /could not create the user/u],
  ['explain', 'explain', /Explain/u],
  ['people', 'people', /ana-1@globex.example/u],
  ['groups', 'groups', /Sales/u],
  ['import', 'import', /Bring in people or groups/u],
  ['provisioning', 'provisioning', /SCIM Integration/u],
  ['mapping', 'mapping', /department/u],
  ['events', 'events', /Events and webhooks/u],
  ['team', 'team', /ada@globex.example/u],
];

/** What opens over a page or within it. */
interface Opening {
  readonly name: string;
  readonly path: string;
  /** Opens it, and waits until it is there. */
  readonly open: (page: Page) => Promise<unknown>;
}

const dialog = async (page: Page, button: string): Promise<void> => {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
};

const menu = async (page: Page, button: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('menu').waitFor();
};

const tab = async (page: Page, name: string, shown: RegExp): Promise<void> => {
  await page.getByRole('tab', { name, exact: true }).click();
  await page.getByRole('tabpanel').getByText(shown).first().waitFor();
};

const OPENINGS: readonly Opening[] = [
  { name: 'menu-account', path: 'overview', open: (page) => menu(page, /Account of/u) },
  { name: 'menu-organisations', path: 'overview', open: (page) => menu(page, /Organisation globex/u) },
  {
    name: 'activity-filters',
    path: 'activity',
    open: async (page) => {
      await page.getByRole('button', { name: 'More filters' }).click();
      await page.getByRole('combobox', { name: 'Client' }).click();
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'diagnosis', path: 'activity', open: (page) => dialog(page, 'Diagnosis to share') },
  {
    name: 'duplicates',
    path: 'overview',
    open: async (page) => {
      await page.getByRole('button', { name: 'Look for people who are here twice' }).click();
      await page.getByText(/people share ana-2@globex.example/u).waitFor();
    },
  },
  { name: 'explain-paste', path: 'explain?paste=true', open: (page) => page.getByLabel(/Body/u).waitFor() },
  {
    name: 'mapping-coverage',
    path: 'mapping',
    open: (page) => tab(page, 'Coverage', /Attributes that are not known here/u),
  },
  { name: 'mapping-versions', path: 'mapping', open: (page) => tab(page, 'Versions', /Every version/u) },
  {
    name: 'mapping-attributes',
    path: 'mapping',
    open: (page) => tab(page, 'Own attributes', /only your organisation/u),
  },
  { name: 'mapping-add', path: 'mapping', open: (page) => dialog(page, 'Add a mapping') },
  { name: 'mapping-json', path: 'mapping', open: (page) => dialog(page, 'Edit as JSON') },
  { name: 'attribute-add', path: 'mapping?tab=attributes', open: (page) => dialog(page, 'Add an attribute') },
  { name: 'webhook-add', path: 'events', open: (page) => dialog(page, 'Add an endpoint') },
  { name: 'team-invite', path: 'team', open: (page) => dialog(page, 'Invite somebody') },
  { name: 'team-sign-in', path: 'team', open: (page) => tab(page, 'Sign-in', /Issuer/u) },
  { name: 'team-audit', path: 'team', open: (page) => tab(page, 'What was done', /ada@globex.example|Nothing/u) },
];

/** Opened by an operator, who has the pages of the installation as well. */
const OF_OPERATORS: readonly Opening[] = [
  { name: 'organisations', path: '/organisations', open: (page) => menu(page, 'What to do with globex') },
  { name: 'accounts', path: '/accounts', open: (page) => menu(page, /What to do with ada@globex/u) },
  { name: 'account-add', path: '/accounts', open: (page) => dialog(page, 'Add an operator') },
  { name: 'account', path: '/account', open: (page) => page.getByText('Sign out everywhere').first().waitFor() },
];

const PERSON_TABS = ['How it is made', 'Groups', 'Timeline', 'As SCIM'] as const;

/** Fills the organisation as an identity provider does; the id of its first person. */
const fill = async ({ server }: Stage): Promise<string> => {
  const token = deliveredToken(await server.operator('organisation', 'add', 'globex'));
  const okta = makeIdentityProvider({ baseUrl: server.scimBaseUrl, token });
  const ids: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    const name = { givenName: 'Ana', familyName: `Moreira ${index}` };
    const more = { name, custom_4: 'x', [LOOOP]: { department: 'Sales', area: 'North' } };
    ids.push((await okta.create(`ana-${index}@globex.example`, more)).id);
  }
  // Somebody who is here twice, and somebody whom nobody manages.
  await okta.create('second-ana', { externalId: '00u9', emails: [{ value: 'ANA-2@globex.example', type: 'work' }] });
  await okta.push('Sales', ids);
  await okta.deactivate(ids[1] ?? '');
  await okta.create('ana-0@globex.example');
  return ids[0] ?? '';
};

/** Scripts of a page at most: what all pages need, what many share, its own, and what few share. */
const MOST_SCRIPTS = 8;

/** Opens a page with an empty cache: its scripts, what it asked more than once, and what the browser warned of. */
const openAfresh = async (page: Page, url: string, shown: RegExp) => {
  const fresh = await page.context().newPage();
  // A page that watches asks again after a while: here it does not, however slow the machine is.
  await fresh.addInitScript({ content: 'globalThis.setInterval = () => 0;' });
  const asked: string[] = [];
  const warnings: string[] = [];
  fresh.on('request', (request) => asked.push(request.url()));
  fresh.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await fresh.goto(url);
  await fresh.getByRole('main').getByText(shown).first().waitFor();
  const scripts = asked.filter((one) => one.endsWith('.js'));
  const api = asked.filter((one) => new URL(one).pathname.startsWith('/api/'));
  await fresh.close();
  return { scripts: scripts.length, again: api.filter((one, index) => api.indexOf(one) !== index), warnings };
};

/** So many people that no page may have all of them. */
const MANY = 1200;
const AT_ONCE = 400;
/** Rows that are on a page at most, whatever its list has, and requests of one kind until its end is reached. */
const MOST_ROWS = 60;

/** Fills an organisation with many people, who are all in one group; the id of the group. */
const fillLargely = async ({ scimBaseUrl }: ConsoleServer, token: string): Promise<string> => {
  const okta = makeIdentityProvider({ baseUrl: scimBaseUrl, token });
  const ids: string[] = [];
  for (let from = 0; from < MANY; from += AT_ONCE) {
    const names = Array.from({ length: AT_ONCE }, (_, index) => `person-${from + index}@initech.example`);
    ids.push(...(await okta.createMany(names)));
  }
  return (await okta.push('Everybody', ids)).id;
};

/** Goes down a list to its end; the most rows that were on the page, and the requests for parts of the list. */
const goDown = async (page: Page, label: string, part: string) => {
  let requests = 0;
  const count = (request: { readonly url: () => string }): void => {
    if (new URL(request.url()).pathname === part) requests += 1;
  };
  page.on('request', count);
  const rows = page.getByRole('list', { name: label }).getByRole('listitem');
  await rows.first().waitFor();
  let most = 0;
  for (let isAtEnd = false; !isAtEnd;) {
    most = Math.max(most, await rows.count());
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    const last = await rows.last().getAttribute('aria-posinset');
    const size = await rows.last().getAttribute('aria-setsize');
    isAtEnd = size !== '-1' && last === size;
  }
  page.off('request', count);
  return { most, requests };
};

/** Looks at the pages of an organisation that it makes itself. */
export const visitPages = (stage: () => Stage): void => {
  let page: Page;
  let person = '';
  let fillLarge: () => Promise<string>;
  beforeAll(async () => {
    person = await fill(stage());
    page = await stage().open();
    await enterByInvitation(stage(), page, 'globex');
    // A second organisation, so that there is one to choose.
    const { server } = stage();
    const token = await server.operator('organisation', 'add', 'initech');
    fillLarge = () => fillLargely(server, deliveredToken(token));
    await page.goto(await server.linkOf('account', 'invite', 'initech', 'ada@globex.example', '--role', 'viewer'));
    await page.getByRole('button', { name: 'Accept and sign in' }).click();
    await heading(page, 'Overview').waitFor();
  });
  const go = (path: string) => page.goto(path.startsWith('/') ? path : `/o/globex/${path}`);

  it.each(PAGES)('%s', async (name, path, shown) => {
    await go(path);
    await page.getByRole('main').getByText(shown).first().waitFor();
    expect(await examine(page, `page-${name}`)).toEqual([]);
  });

  it('a person', async () => {
    await go(`people/${person}`);
    await page.getByRole('main').getByText('ana-0@globex.example').first().waitFor();
    expect(await examine(page, 'page-person')).toEqual([]);
    for (const name of PERSON_TABS) {
      await page.getByRole('tab', { name, exact: true }).click();
      expect(await examineOpened(page, `person-${name.toLowerCase().replaceAll(' ', '-')}`)).toEqual([]);
    }
  });

  it('an import that is tried first, then made', async () => {
    await go('import');
    const lines = [
      'username,givenName,active',
      'new@globex.example,Noa,true',
      ',Nobody,true',
      'ana-0@globex.example,Ana,maybe',
    ];
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${lines.join('\n')}\n`),
    });
    await page.getByRole('button', { name: 'Show what would change' }).click();
    const report = page.getByRole('region', { name: 'What would change' });
    await report.getByText('Done: 3 lines').waitFor();
    await report.getByText('Nothing was written.').waitFor();
    expect(await examine(page, 'page-import-tried')).toEqual([]);
    await report.getByRole('button', { name: 'Import now' }).click();
    await page.getByRole('region', { name: 'What was imported' }).getByText('Done: 3 lines').waitFor();
    await go('people');
    await page.getByRole('link', { name: /new@globex.example/u }).waitFor();
  });

  it('an import that deactivates whom its file does not have, once their number is confirmed', async () => {
    await go('import');
    const people = [
      'username',
      ...[0, 2, 3].map((index) => `ana-${index}@globex.example`),
      'second-ana',
      'new@globex.example',
    ];
    await page.locator('input[type=file]').setInputFiles({
      name: 'everybody.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${people.join('\n')}\n`),
    });
    await page.getByLabel('Deactivate the people who are not in the file').check();
    await page.getByLabel('Stop after this many refused lines').fill('1');
    await page.getByRole('button', { name: 'Show what would change' }).click();
    const tried = page.getByRole('region', { name: 'What would change' });
    await tried
      .getByText('2 active people would be deactivated: ana-4@globex.example, ana-5@globex.example.')
      .waitFor();
    expect(await examine(page, 'page-import-missing')).toEqual([]);
    await tried.getByRole('button', { name: 'Import now' }).click();
    const submit = page.getByRole('button', { name: 'Import and deactivate' });
    await submit.waitFor();
    expect(await submit.isDisabled()).toBe(true);
    expect(await examineDialog(page, 'open-import-missing')).toEqual([]);
    await page.getByLabel('Type 2 to confirm').fill('2');
    await submit.click();
    await page.getByRole('region', { name: 'What was imported' }).getByText('2 people were deactivated').waitFor();
  });

  it('a list of many people or members, of which only what is seen is there', async () => {
    const group = await fillLarge();
    await page.goto('/o/initech/people');
    const people = await goDown(page, 'People', '/api/v1/users');
    expect(people.most).toBeLessThanOrEqual(MOST_ROWS);
    // A page of 100 each; the first one was asked for already.
    expect(people.requests).toBeLessThanOrEqual(MANY / 100);
    await page.goto(`/o/initech/groups/${group}`);
    const members = await goDown(page, 'Members', `/api/v1/groups/${group}/members`);
    expect(members.most).toBeLessThanOrEqual(MOST_ROWS);
    expect(members.requests).toBeLessThanOrEqual(MANY / 100);
    await page.goto('/o/initech/activity');
    const requests = page.getByRole('list', { name: 'Requests, the newest first' }).getByRole('listitem');
    await requests.first().waitFor();
    for (let times = 0; times < 5; times += 1) {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await page.waitForLoadState('networkidle');
      expect(await requests.count()).toBeLessThanOrEqual(MOST_ROWS);
    }
  });

  // Announced in vain would be a warning; asked by the page although announced, a question asked twice.
  it.each(PAGES)('%s, which asks nothing twice and loads few scripts', async (_name, path, shown) => {
    const { scripts, again, warnings } = await openAfresh(page, `/o/globex/${path}`, shown);
    expect([again, warnings]).toEqual([[], []]);
    expect(scripts).toBeLessThanOrEqual(MOST_SCRIPTS);
  });

  it('one that there is not', async () => {
    await go('/o/nobody/overview');
    await page.getByRole('alert').first().waitFor();
    expect(await examineOpened(page, 'page-foreign')).toEqual([]);
  });

  it.each(OPENINGS)('with $name', async ({ name, path, open }) => {
    await go(path);
    await open(page);
    const isDialog = await page.getByRole('dialog').isVisible();
    expect(await (isDialog ? examineDialog : examineOpened)(page, `open-${name}`)).toEqual([]);
  });

  describe('for an operator', () => {
    let operator: Page;
    beforeAll(async () => {
      operator = await stage().open();
      await setPassword(operator, await stage().server.linkOf('account', 'add', 'olga@looop.example'), /Set password/u);
      await heading(operator, 'Organisations').waitFor();
    });
    it.each(OF_OPERATORS)('with $name', async ({ name, path, open }) => {
      await operator.goto(path);
      await open(operator);
      expect(await examineOpened(operator, `open-${name}`)).toEqual([]);
    });
  });
};
