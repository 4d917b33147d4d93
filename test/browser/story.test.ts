// The story of the pages: from an empty installation to a person who arrives from the identity provider.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConsole, type ConsoleServer } from './console-server.ts';
import { makeIdentityProvider, type IdentityProvider } from './identity-provider.ts';
import { CHROMIUM, examine, openBrowser, openPage, type Watched } from './open-browser.ts';

const OPERATOR = 'op@looop.example';
const ADMINISTRATOR = 'ada@acme.example';
const PASSWORD = 'four words are enough here';

const heading = (page: Page, name: string, level = 1) => page.getByRole('heading', { level, name });

/** Sets a password with a one-time link; answers once the first page is there. */
const setPassword = async (page: Page, link: string, button: RegExp): Promise<void> => {
  await page.goto(link);
  await page.getByLabel(/New password/u).fill(PASSWORD);
  await page.getByRole('button', { name: button }).click();
};

const textOf = async (page: Page, label: string): Promise<string> =>
  (await page.getByRole('status', { name: label }).textContent()) ?? '';

describe.runIf(CHROMIUM !== undefined)('the story of the pages', () => {
  let server: ConsoleServer;
  let browser: Browser;
  const opened: Watched[] = [];
  const open = async (): Promise<Page> => {
    const watched = await openPage(browser, server.origin);
    opened.push(watched);
    return watched.page;
  };
  let operator: Page;
  let administrator: Page;
  let okta: IdentityProvider;

  beforeAll(async () => {
    server = await startConsole(OPERATOR);
    browser = await openBrowser();
    [operator, administrator] = [await open(), await open()];
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('shows a sign-in to whoever is not signed in, and leads back to where they wanted to go', async () => {
    await operator.goto('/organisations');
    await heading(operator, 'Sign in').waitFor();
    expect(new URL(operator.url()).searchParams.get('returnTo')).toBe('/organisations');
    expect(await examine(operator, 'sign-in')).toEqual([]);
    await operator.getByLabel(/E-mail address/u).fill(OPERATOR);
    await operator.getByLabel(/^Password/u).fill('not the password');
    await operator.getByRole('button', { name: 'Sign in', exact: true }).click();
    await operator.getByRole('alert').waitFor();
    expect(await examine(operator, 'sign-in-refused')).toEqual([]);
  });

  it('lets the first operator set a password by a link, once', async () => {
    await setPassword(operator, server.firstLink, /Set password/u);
    await heading(operator, 'Organisations').waitFor();
    expect(await examine(operator, 'organisations-empty')).toEqual([]);
    await administrator.goto(server.firstLink);
    await heading(administrator, 'The link cannot be used').waitFor();
    expect(await examine(administrator, 'used-link')).toEqual([]);
  });

  it('leads an administrator by an invitation to Account > Provisioning', async () => {
    await server.operator('organisation', 'add', 'acme');
    const link = await server.linkOf('account', 'invite', 'acme', ADMINISTRATOR, '--role', 'administrator');
    await setPassword(administrator, link, /Accept and sign in/u);
    await heading(administrator, 'Overview').waitFor();
    await heading(administrator, 'Nobody has knocked yet', 2).waitFor();
    expect(await examine(administrator, 'overview-empty')).toEqual([]);
    await administrator.getByRole('link', { name: 'Provisioning', exact: true }).click();
    await heading(administrator, 'SCIM Integration', 2).waitFor();
    expect(await textOf(administrator, 'SCIM base URL')).toBe(server.scimBaseUrl);
    expect(server.scimBaseUrl.endsWith('/scim/v2')).toBe(true);
  });

  it('shows a new token once, which the identity provider is given', async () => {
    await administrator.getByRole('button', { name: 'Issue a token' }).click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByLabel('What is it for?').fill('Okta production');
    expect(await examine(administrator, 'issue-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Issue a token' }).click();
    const token = await textOf(administrator, 'Token');
    expect(await examine(administrator, 'issued-token')).toEqual([]);
    await dialog.getByText('I have copied it').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await administrator.content()).not.toContain(token);
    okta = makeIdentityProvider(server.scimBaseUrl, token);
    expect(await okta.test()).toBe(200);
  });

  it('shows what arrives while one looks', async () => {
    await administrator.getByRole('link', { name: 'Overview', exact: true }).click();
    await heading(administrator, 'Provisioning works', 2).waitFor();
    const { id, status } = await okta.create('ana@acme.example', { custom_4: 'x' });
    expect(status).toBe(201);
    await administrator.getByText(/Okta production created the user ana@acme.example/u).waitFor();
    expect(await okta.deactivate(id)).toBe(200);
    await administrator.getByText(/Okta production deactivated the user ana@acme.example/u).waitFor();
    expect((await okta.create('ana@acme.example')).status).toBe(409);
    await administrator.getByText(/could not create the user ana@acme.example/u).waitFor();
    expect(await examine(administrator, 'overview')).toEqual([]);
    await administrator.getByRole('link', { name: 'Provisioning', exact: true }).click();
    await administrator.getByText('Okta production').waitFor();
    expect(await examine(administrator, 'provisioning')).toEqual([]);
  });

  it('says that somebody knocks with a wrong token once it is revoked', async () => {
    await administrator.getByRole('button', { name: 'Revoke: Okta production' }).click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByText(/It was used last/u).waitFor();
    expect(await examine(administrator, 'revoke-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await okta.test()).toBe(401);
    await administrator.getByRole('link', { name: 'Overview', exact: true }).click();
    await heading(administrator, 'Knocking with a wrong token', 2).waitFor();
    expect(await examine(administrator, 'overview-wrong-token')).toEqual([]);
  });

  it('says whom to ask while SCIM is off', async () => {
    await server.operator('organisation', 'disable', 'acme');
    await administrator.getByRole('link', { name: 'Provisioning', exact: true }).click();
    await administrator.getByText('SCIM is not enabled for this organisation').waitFor();
    await administrator
      .getByText(/contact support/u)
      .first()
      .waitFor();
    expect(await examine(administrator, 'provisioning-off')).toEqual([]);
    await server.operator('organisation', 'enable', 'acme');
  });

  it('signs out, and shows nothing to whoever comes next', async () => {
    await administrator.getByRole('button', { name: /Account of/u }).click();
    await administrator.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(administrator, 'Sign in').waitFor();
    await administrator.goto('/o/acme/overview');
    await heading(administrator, 'Sign in').waitFor();
  });

  it('broke no security policy, asked no other host and threw nothing', () => {
    expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
