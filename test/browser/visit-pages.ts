// Every page of an organisation that has people, groups and a history, with what opens over it: each can be read by everybody.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliveredToken } from '../support/server/server-process.ts';
import { makeIdentityProvider } from './identity-provider.ts';
import { examine, examineOpened } from './open-browser.ts';
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
  { name: 'explain-paste', path: 'explain?paste=true', open: (page) => page.getByLabel(/Body/u).waitFor() },
  {
    name: 'mapping-coverage',
    path: 'mapping',
    open: (page) => tab(page, 'Coverage', /What arrived that nobody knows/u),
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
  const okta = makeIdentityProvider(server.scimBaseUrl, token);
  const ids: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    const name = { givenName: 'Ana', familyName: `Moreira ${index}` };
    const more = { name, custom_4: 'x', [LOOOP]: { department: 'Sales', area: 'North' } };
    ids.push((await okta.create(`ana-${index}@globex.example`, more)).id);
  }
  await okta.push('Sales', ids);
  await okta.deactivate(ids[1] ?? '');
  await okta.create('ana-0@globex.example');
  return ids[0] ?? '';
};

/** Looks at the pages of an organisation that it makes itself. */
export const visitPages = (stage: () => Stage): void => {
  let page: Page;
  let person = '';
  beforeAll(async () => {
    person = await fill(stage());
    page = await stage().open();
    await enterByInvitation(stage(), page, 'globex');
    // A second organisation, so that there is one to choose.
    const { server } = stage();
    await server.operator('organisation', 'add', 'initech');
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

  it('one that there is not', async () => {
    await go('/o/nobody/overview');
    await page.getByRole('alert').first().waitFor();
    expect(await examineOpened(page, 'page-foreign')).toEqual([]);
  });

  it.each(OPENINGS)('with $name', async ({ name, path, open }) => {
    await go(path);
    await open(page);
    expect(await examineOpened(page, `open-${name}`)).toEqual([]);
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
