// The story of the pages: from an empty installation to a person who arrives from the identity provider, and what comes after.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeIdentityProvider, type IdentityProvider } from './identity-provider.ts';
import { examine, examineDialog, examineOpened } from './open-browser.ts';
import { heading, navigate, OPERATOR, setPassword, textOf, type Stage } from './stage.ts';

const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

/** The people of the story. */
interface Cast {
  readonly operator: Page;
  readonly administrator: Page;
}

/** How the operator and the administrator come in. */
const tellOfEntering = (stage: () => Stage, cast: () => Cast): void => {
  it('shows a sign-in to whoever is not signed in, and leads back to where they wanted to go', async () => {
    const { operator } = cast();
    await operator.goto('/organisations');
    await heading(operator, 'Sign in').waitFor();
    expect(new URL(operator.url()).searchParams.get('returnTo')).toBe('/organisations');
    expect(await examine(operator, 'sign-in')).toEqual([]);
    await operator.getByLabel(/E-mail address/u).fill(OPERATOR);
    await operator.getByLabel(/^Password/u).fill('not the password');
    await operator.getByRole('button', { name: 'Sign in', exact: true }).click();
    await operator.getByRole('alert').waitFor();
    expect(await examineOpened(operator, 'sign-in-refused')).toEqual([]);
  });

  it('lets the first operator set a password by a link, once', async () => {
    const { operator, administrator } = cast();
    const { firstLink } = stage().server;
    await setPassword(operator, firstLink, /Set password/u);
    await heading(operator, 'Organisations').waitFor();
    expect(await examine(operator, 'organisations-empty')).toEqual([]);
    await administrator.goto(firstLink);
    await heading(administrator, 'The link cannot be used').waitFor();
    expect(await examineOpened(administrator, 'used-link')).toEqual([]);
  });

  it('lets the operator add the organisation and invite its administrator', async () => {
    const { operator, administrator } = cast();
    await operator.getByRole('button', { name: 'Add an organisation' }).first().click();
    const dialog = operator.getByRole('dialog');
    await dialog.getByLabel('Name').fill('acme');
    await dialog.getByRole('button', { name: 'Add an organisation' }).click();
    await dialog.waitFor({ state: 'detached' });
    await operator.getByRole('button', { name: 'What to do with acme' }).click();
    await operator.getByRole('menuitem', { name: 'Invite an administrator' }).click();
    await dialog.getByLabel(/E-mail address/u).fill('ada@acme.example');
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const link = (await dialog.getByRole('status').first().textContent()) ?? '';
    await dialog.getByText('I have copied it').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await setPassword(administrator, link, /Accept and sign in/u);
    await heading(administrator, 'Overview').waitFor();
    await heading(administrator, 'Not connected yet', 2).waitFor();
    expect(await examine(administrator, 'overview-empty')).toEqual([]);
  });
};

/** What the administrator gives to the identity provider, and sees of it. */
const tellOfConnecting = (stage: () => Stage, cast: () => Cast, keep: (okta: IdentityProvider) => void): void => {
  let okta: IdentityProvider;

  it('shows the base URL, and a new token once, which the identity provider is given', async () => {
    const { administrator } = cast();
    const { scimBaseUrl } = stage().server;
    await navigate(administrator, 'Provisioning');
    await heading(administrator, 'SCIM Integration', 2).waitFor();
    expect(await textOf(administrator, 'SCIM base URL')).toBe(scimBaseUrl);
    expect(scimBaseUrl.endsWith('/scim/v2')).toBe(true);
    await administrator.getByRole('button', { name: 'Issue a token' }).click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByLabel('What is it for?').fill('Okta production');
    expect(await examineDialog(administrator, 'issue-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Issue a token' }).click();
    const token = await textOf(administrator, 'Token');
    expect(await examineDialog(administrator, 'issued-token')).toEqual([]);
    await dialog.getByText('I have copied it').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await administrator.content()).not.toContain(token);
    okta = makeIdentityProvider(scimBaseUrl, token);
    keep(okta);
    expect(await okta.test()).toBe(200);
  });

  it('shows what arrives while one looks', async () => {
    const { administrator } = cast();
    await navigate(administrator, 'Overview');
    await heading(administrator, 'Provisioning works', 2).waitFor();
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
    const { administrator } = cast();
    await navigate(administrator, 'Provisioning');
    await administrator.getByText('Okta production').waitFor();
    const setUp = administrator.getByRole('region', { name: 'Guided set-up' });
    await expect.poll(() => setUp.getByText('Done', { exact: true }).count(), { timeout: 15_000 }).toBe(5);
    expect(await examine(administrator, 'provisioning')).toEqual([]);
  });
};

/** What the administrator does about a request that fails, and with the mapping. */
const tellOfMending = (cast: () => Cast, okta: () => IdentityProvider): void => {
  it('says why a request was refused and what to do about it', async () => {
    const { administrator } = cast();
    expect((await okta().create('ana@acme.example')).status).toBe(409);
    await navigate(administrator, 'Activity');
    await administrator.getByText(/could not create the user ana@acme.example/u).waitFor();
    await administrator.getByRole('link', { name: 'Explain' }).nth(1).click();
    await heading(administrator, 'What to do', 2).waitFor();
    const main = administrator.getByRole('main');
    await main.getByText('It is refused (409).').waitFor();
    await main.getByText(/Somebody here has this value already. In Okta, open Import > Import Now/u).waitFor();
    await main.getByText('RFC 7644, 3.3', { exact: false }).first().waitFor();
    expect(await examine(administrator, 'explained')).toEqual([]);
  });

  it('shows whom an edited mapping would change, and the profile after it is saved', async () => {
    const { administrator } = cast();
    await navigate(administrator, 'Attribute mapping');
    await administrator.getByRole('button', { name: 'Edit department', exact: true }).click();
    const drawer = administrator.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Add a step' }).click();
    await drawer.getByRole('combobox', { name: 'Step 1' }).click();
    await administrator.getByRole('option', { name: 'Upper case' }).click();
    expect(await examineDialog(administrator, 'edit-mapping')).toEqual([]);
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
const tellOfTokens = (stage: () => Stage, cast: () => Cast, okta: () => IdentityProvider): void => {
  let renewed: IdentityProvider;

  it('rotates the token while the old one goes on to work', async () => {
    const { administrator } = cast();
    await navigate(administrator, 'Provisioning');
    await administrator.getByRole('button', { name: 'Rotate: Okta production' }).click();
    const dialog = administrator.getByRole('dialog');
    expect(await examineDialog(administrator, 'rotate-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Rotate', exact: true }).click();
    renewed = makeIdentityProvider(stage().server.scimBaseUrl, await textOf(administrator, 'Token'));
    await dialog.getByText('I have copied it').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect([await okta().test(), await renewed.test()]).toEqual([200, 200]);
  });

  it('says that somebody knocks with a wrong token once the old one is revoked', async () => {
    const { administrator } = cast();
    // The newest stands first.
    await administrator.getByRole('button', { name: 'Revoke: Okta production' }).last().click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByText(/It was used last/u).waitFor();
    expect(await examineDialog(administrator, 'revoke-token')).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect([await renewed.test(), await okta().test()]).toEqual([200, 401]);
    await navigate(administrator, 'Overview');
    await heading(administrator, 'Knocking with a wrong token', 2).waitFor();
    expect(await examine(administrator, 'overview-wrong-token')).toEqual([]);
  });

  it('says whom to ask while SCIM is off', async () => {
    const { administrator, operator } = cast();
    await operator.getByRole('button', { name: 'What to do with acme' }).click();
    expect(await examineOpened(operator, 'organisation-menu')).toEqual([]);
    await operator.getByRole('menuitem', { name: 'Switch SCIM off' }).click();
    const dialog = operator.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Switch SCIM off' }).click();
    await dialog.waitFor({ state: 'detached' });
    await navigate(administrator, 'Provisioning');
    await administrator.getByText('SCIM is not enabled for this organisation').waitFor();
    await administrator
      .getByText(/contact support/u)
      .first()
      .waitFor();
    expect(await examine(administrator, 'provisioning-off')).toEqual([]);
  });
};

/** Tells the story to a server that nobody has used. */
export const tellStory = (stage: () => Stage): void => {
  let known: Cast;
  let okta: IdentityProvider;
  const cast = (): Cast => known;
  beforeAll(async () => {
    known = { operator: await stage().open(), administrator: await stage().open() };
  });

  tellOfEntering(stage, cast);
  tellOfConnecting(stage, cast, (made) => {
    okta = made;
  });
  tellOfMending(cast, () => okta);
  tellOfTokens(stage, cast, () => okta);

  it('signs out, and shows nothing to whoever comes next', async () => {
    const { administrator } = cast();
    await administrator.getByRole('button', { name: /Account of/u }).click();
    await administrator.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(administrator, 'Sign in').waitFor();
    await administrator.goto('/o/acme/overview');
    await heading(administrator, 'Sign in').waitFor();
  });
};
