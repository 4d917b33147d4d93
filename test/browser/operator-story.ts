// How the story begins on a server of many organisations, which its operators look after.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { heading, navigate, OPERATOR, setPassword, type Stage } from './stage.ts';
import type { Beginning } from './story.ts';

/** How the operator and the administrator come in. */
const tellOfEntering = (stage: () => Stage, operatorPage: () => Page, administratorPage: () => Page): void => {
  it('shows a sign-in to whoever is not signed in, and leads back to where they wanted to go', async () => {
    const operator = operatorPage();
    await operator.goto('/organisations');
    await heading(operator, 'Sign in').waitFor();
    expect(new URL(operator.url()).searchParams.get('returnTo')).toBe('/organisations');
    expect(await stage().examine(operator, 'sign-in')).toEqual([]);
    await operator.getByLabel(/E-mail address/u).fill(OPERATOR);
    await operator.getByLabel(/^Password/u).fill('not the password');
    await operator.getByRole('button', { name: 'Sign in', exact: true }).click();
    await operator.getByRole('alert').waitFor();
    expect(await stage().examineOpened(operator, 'sign-in-refused')).toEqual([]);
  });

  it('lets the first operator set a password by a link, once', async () => {
    const [operator, administrator] = [operatorPage(), administratorPage()];
    const { firstLink } = stage().server;
    await setPassword(operator, firstLink, /Set password/u);
    await heading(operator, 'Organisations').waitFor();
    expect(await stage().examine(operator, 'organisations-empty')).toEqual([]);
    await administrator.goto(firstLink);
    await heading(administrator, 'The link cannot be used').waitFor();
    expect(await stage().examineOpened(administrator, 'used-link')).toEqual([]);
  });

  it('lets the operator add the organisation and invite its administrator', async () => {
    const [operator, administrator] = [operatorPage(), administratorPage()];
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
    expect(await stage().examine(administrator, 'overview-empty')).toEqual([]);
  });
};

/** What the operator alone can do to the administrator. */
const tellOfSwitchingOff = (stage: () => Stage, operatorPage: () => Page, administratorPage: () => Page): void => {
  it('says whom to ask while SCIM is off', async () => {
    const [operator, administrator] = [operatorPage(), administratorPage()];
    await operator.getByRole('button', { name: 'What to do with acme' }).click();
    expect(await stage().examineOpened(operator, 'organisation-menu')).toEqual([]);
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
    expect(await stage().examine(administrator, 'provisioning-off')).toEqual([]);
  });
};

/** The operator makes organisation and administrator, and switches SCIM off in the end. */
export const byOperators = (stage: () => Stage): Beginning => {
  let operator: Page;
  return {
    enter: (administrator) => {
      beforeAll(async () => {
        operator = await stage().open();
      });
      tellOfEntering(stage, () => operator, administrator);
    },
    leave: (administrator) => tellOfSwitchingOff(stage, () => operator, administrator),
  };
};
