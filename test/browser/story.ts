// The story of the pages: from an installation that nobody has used to a person who arrives from the identity provider, and what
// comes after. It is told to every kind of installation: only its beginning differs.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeIdentityProvider, type IdentityProvider } from './identity-provider.ts';
import { heading, navigate, textOf, type Scene } from './stage.ts';

const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

/** What differs from one kind of installation to the other. */
export interface Beginning {
  /** Registers the steps by which somebody becomes the administrator of `acme` and comes to its overview: nobody has knocked yet. */
  readonly enter: (administrator: () => Page) => void;
  /** Registers what this kind alone has, after everything else but signing out. */
  readonly leave?: (administrator: () => Page) => void;
}

/** What the administrator gives to the identity provider, and sees of it. */
const tellOfConnecting = (scene: () => Scene, page: () => Page, keep: (okta: IdentityProvider) => void): void => {
  let okta: IdentityProvider;

  it('shows the base URL, and a new token once, which the identity provider is given', async () => {
    const administrator = page();
    const { scimBaseUrl, ca } = scene();
    await navigate(administrator, 'Provisioning');
    await heading(administrator, 'SCIM Integration', 2).waitFor();
    expect(await textOf(administrator, 'SCIM base URL')).toBe(scimBaseUrl);
    expect(scimBaseUrl.endsWith('/scim/v2')).toBe(true);
    await administrator.getByRole('button', { name: 'Issue a token' }).click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByLabel('What is it for?').fill('Okta production');
    expect(await scene().examineDialog(administrator, 'issue-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Issue a token' }).click();
    const token = await textOf(administrator, 'Token');
    expect(await scene().examineDialog(administrator, 'issued-token')).toEqual([]);
    await dialog.getByText('I have copied it').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await administrator.content()).not.toContain(token);
    okta = makeIdentityProvider({ baseUrl: scimBaseUrl, token, ca });
    keep(okta);
    expect(await okta.test()).toBe(200);
  });

  it('shows what arrives while one looks', async () => {
    const administrator = page();
    await navigate(administrator, 'Overview');
    await heading(administrator, 'Provisioning works', 2).waitFor();
    await administrator.getByText('Identity provider', { exact: true }).waitFor();
    await administrator.getByText('Okta', { exact: true }).waitFor();
    const more = { custom_4: 'x', externalId: '00u1', [LOOOP]: { department: 'Sales' } };
    const { id, status } = await okta.create('ana@acme.example', more);
    expect(status).toBe(201);
    await administrator.getByText(/Okta production created the user ana@acme.example/u).waitFor();
    expect(await okta.deactivate(id)).toBe(200);
    await administrator.getByText(/Okta production deactivated the user ana@acme.example/u).waitFor();
    expect(await okta.push('Sales', [id])).toMatchObject({ status: 201 });
    await navigate(administrator, 'People');
    await administrator.getByText('ana@acme.example').first().waitFor();
  });

  it('ticks the steps of the set-up that have arrived', async () => {
    const administrator = page();
    await navigate(administrator, 'Provisioning');
    await administrator.getByText('Okta production').waitFor();
    const setUp = administrator.getByRole('region', { name: 'Guided set-up' });
    await expect.poll(() => setUp.getByText('Done', { exact: true }).count(), { timeout: 15_000 }).toBe(5);
    expect(await scene().examine(administrator, 'provisioning')).toEqual([]);
  });
};

/** What the administrator does about a request that fails, and with the mapping. */
const tellOfMending = (scene: () => Scene, page: () => Page, okta: () => IdentityProvider): void => {
  it('says why a request was refused and what to do about it', async () => {
    const administrator = page();
    expect((await okta().create('ana@acme.example')).status).toBe(409);
    await navigate(administrator, 'Activity');
    await administrator.getByText(/could not create the user ana@acme.example/u).waitFor();
    await administrator.getByRole('link', { name: 'Explain' }).nth(1).click();
    await heading(administrator, 'What to do', 2).waitFor();
    const main = administrator.getByRole('main');
    await main.getByText('It is refused (409).').waitFor();
    await main.getByText(/Somebody here has this value already. In Okta, open Import > Import Now/u).waitFor();
    await main.getByText('RFC 7644, 3.3', { exact: false }).first().waitFor();
    expect(await scene().examine(administrator, 'explained')).toEqual([]);
  });

  it('shows whom an edited mapping would change, and the profile after it is saved', async () => {
    const administrator = page();
    await navigate(administrator, 'Attribute mapping');
    await administrator.getByRole('button', { name: 'Edit department', exact: true }).click();
    const drawer = administrator.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Add a step' }).click();
    await drawer.getByRole('combobox', { name: 'Step 1' }).click();
    await administrator.getByRole('option', { name: 'Upper case' }).click();
    expect(await scene().examineDialog(administrator, 'edit-mapping')).toEqual([]);
    await drawer.getByRole('button', { name: 'Done' }).click();
    await administrator.getByText('The draft can be saved.').waitFor();
    await administrator.getByRole('button', { name: 'Count', exact: true }).click();
    await administrator.getByText('Changes 1 of 1 person.').waitFor();
    await administrator.getByRole('button', { name: 'Save', exact: true }).click();
    await administrator.getByText('Version 1 is in force.').first().waitFor();
    await navigate(administrator, 'People');
    await administrator.getByRole('link', { name: /ana@acme.example/u }).click();
    await administrator.getByRole('region', { name: 'What the platform gets' }).getByText('SALES').waitFor();
  });
};

/** What becomes of a token. */
const tellOfTokens = (scene: () => Scene, page: () => Page, okta: () => IdentityProvider): void => {
  let renewed: IdentityProvider;

  it('rotates the token while the old one goes on to work', async () => {
    const administrator = page();
    await navigate(administrator, 'Provisioning');
    await administrator.getByRole('button', { name: 'Rotate: Okta production' }).click();
    const dialog = administrator.getByRole('dialog');
    expect(await scene().examineDialog(administrator, 'rotate-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Rotate', exact: true }).click();
    const { scimBaseUrl, ca } = scene();
    renewed = makeIdentityProvider({ baseUrl: scimBaseUrl, token: await textOf(administrator, 'Token'), ca });
    await dialog.getByText('I have copied it').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect([await okta().test(), await renewed.test()]).toEqual([200, 200]);
  });

  it('says that somebody knocks with a wrong token once the old one is revoked', async () => {
    const administrator = page();
    // The newest stands first.
    await administrator.getByRole('button', { name: 'Revoke: Okta production' }).last().click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByText(/It was last used/u).waitFor();
    expect(await scene().examineDialog(administrator, 'revoke-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect([await renewed.test(), await okta().test()]).toEqual([200, 401]);
    await navigate(administrator, 'Overview');
    await heading(administrator, 'Knocking with a wrong token', 2).waitFor();
    expect(await scene().examine(administrator, 'overview-wrong-token')).toEqual([]);
  });
};

/** Tells the story to a server that nobody has used. */
export const tellStory = (scene: () => Scene, { enter, leave }: Beginning): void => {
  let opened: Page;
  let known: IdentityProvider;
  const administrator = (): Page => opened;
  const okta = (): IdentityProvider => known;
  beforeAll(async () => {
    opened = await scene().open();
  });

  enter(administrator);
  tellOfConnecting(scene, administrator, (made) => {
    known = made;
  });
  tellOfMending(scene, administrator, okta);
  tellOfTokens(scene, administrator, okta);
  leave?.(administrator);

  it('signs out, and shows nothing to whoever comes next', async () => {
    const page = administrator();
    await page.getByRole('button', { name: /Account of/u }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in').waitFor();
    await page.goto('/o/acme/overview');
    await heading(page, 'Sign in').waitFor();
  });
};
