// Every page of an organisation that has people, groups and a history: it can be read by everybody, and asks no other host.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveredToken } from '../support/server/server-process.ts';
import { startConsole, type ConsoleServer } from './console-server.ts';
import { makeIdentityProvider } from './identity-provider.ts';
import { CHROMIUM, examine, openBrowser, openPage, type Watched } from './open-browser.ts';

const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
const PASSWORD = 'four words are enough here';

/** Addresses below the organisation, with a text that is there once the page has what it shows. */
const PAGES: readonly (readonly [name: string, path: string, shown: RegExp])[] = [
  ['overview', 'overview', /What happened last/u],
  ['activity', 'activity', /created the user ana-0@acme.example/u],
  ['activity-refused', 'activity?outcome=refused', /could not create the user/u],
  ['explain', 'explain', /Explain/u],
  ['people', 'people', /ana-1@acme.example/u],
  ['groups', 'groups', /Sales/u],
  ['provisioning', 'provisioning', /SCIM Integration/u],
  ['mapping', 'mapping', /department/u],
  ['events', 'events', /Events and webhooks/u],
  ['team', 'team', /ada@acme.example/u],
];

describe.runIf(CHROMIUM !== undefined)('the pages of an organisation', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let watched: Watched;
  let person = '';

  beforeAll(async () => {
    server = await startConsole('op@looop.example');
    const token = deliveredToken(await server.operator('organisation', 'add', 'acme'));
    const okta = makeIdentityProvider(server.scimBaseUrl, token);
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const name = { givenName: 'Ana', familyName: `Moreira ${index}` };
      const more = { name, custom_4: 'x', [LOOOP]: { department: 'Sales', area: 'North' } };
      ids.push((await okta.create(`ana-${index}@acme.example`, more)).id);
    }
    [person = ''] = ids;
    await okta.push('Sales', ids);
    await okta.deactivate(ids[1] ?? '');
    await okta.create('ana-0@acme.example');
    browser = await openBrowser();
    watched = await openPage(browser, server.origin);
    const link = await server.linkOf('account', 'invite', 'acme', 'ada@acme.example', '--role', 'administrator');
    await watched.page.goto(link);
    await watched.page.getByLabel(/New password/u).fill(PASSWORD);
    await watched.page.getByRole('button', { name: /Accept and sign in/u }).click();
    await watched.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each(PAGES)('%s', async (name, path, shown) => {
    const { page } = watched;
    await page.goto(`/o/acme/${path}`);
    await page.getByRole('main').getByText(shown).first().waitFor();
    expect(await examine(page, `page-${name}`)).toEqual([]);
  });

  it('a person', async () => {
    const { page } = watched;
    await page.goto(`/o/acme/people/${person}`);
    await page.getByRole('main').getByText('ana-0@acme.example').first().waitFor();
    expect(await examine(page, 'page-person')).toEqual([]);
  });

  it('one that there is not', async () => {
    const { page } = watched;
    await page.goto('/o/globex/overview');
    await page.getByRole('alert').first().waitFor();
    expect(await examine(page, 'page-foreign')).toEqual([]);
  });

  it('break no security policy, ask no other host and throw nothing', () => {
    expect(watched.faults).toEqual([]);
  });
});
