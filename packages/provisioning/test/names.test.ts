// Names that people type: what may stand in them is the same for all.
import { describe, expect, it } from 'vitest';
import { isEmailAddress, normalisedEmail } from '@looop-scim/provisioning/accounts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';
import { HERE, openPeople, PASSWORD } from './accounts/support.ts';

const STEERING = [
  ...['\n', '\r\n', '\t', '\u0000', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029', '\ufeff'],
  ...['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069', '\ud800'],
];
const PLAIN = ['Ana Ruiz', 'سارة احمد', '李小龍', 'Zoë O’Neill-Åberg', '👩‍🏫', 'نرگس\u200cزاده'];

describe('a name that steers how text is shown is refused', () => {
  it.each(STEERING)('%j', async (character) => {
    const { accounts, administration, teamOf, links, acme, signInSettingsOf } = await openPeople();
    const name = `Ana${character}Ruiz`;
    const operator = { email: 'op@looop.example', name, isOperator: true };
    expect(await failureOf(accounts.add(operator))).toMatchObject({ _tag: 'InvalidPersonName' });
    const { link } = await run(accounts.add({ email: 'ben@acme.example', isOperator: false }));
    expect(await failureOf(links.use({ ...HERE, link, password: PASSWORD, name }))).toMatchObject({
      _tag: 'InvalidPersonName',
    });
    const sent = await run(teamOf(acme.id).invite({ email: 'cy@acme.example', role: 'viewer', by: 'a test' }));
    expect(await failureOf(links.use({ ...HERE, link: sent.link, password: PASSWORD, name }))).toMatchObject({
      _tag: 'InvalidPersonName',
    });
    // Neither link is used up.
    await run(links.use({ ...HERE, link, password: PASSWORD, name: 'Ben' }));
    await run(links.use({ ...HERE, link: sent.link, password: PASSWORD, name: 'Cy' }));
    expect(await failureOf(administration.issueToken('acme', { label: name }))).toMatchObject({
      _tag: 'InvalidTokenLabel',
    });
    expect(await failureOf(administration.addOrganisation(name))).toMatchObject({ _tag: 'InvalidOrganisationName' });
    expect(isEmailAddress(normalisedEmail(`ana${character}x@acme.example`))).toBe(false);
    const settings = { issuer: 'https://idp.example', clientId: name, clientSecret: 'secret' };
    expect(await failureOf(signInSettingsOf(acme.id).save(settings))).toMatchObject({ _tag: 'SignInSettingsRefused' });
  });
});

it.each(PLAIN)('a name of any script is kept as it is: %s', async (name) => {
  const { accounts, administration } = await openPeople();
  const { account } = await run(accounts.add({ email: 'op@looop.example', name: ` ${name} `, isOperator: true }));
  expect(account.name).toBe(name);
  expect((await run(administration.issueToken('acme', { label: name }))).token.label).toBe(name);
});

it('a name that is longer than 200 characters is refused, not cut', async () => {
  const { accounts } = await openPeople();
  const add = (length: number) =>
    accounts.add({ email: 'op@looop.example', name: 'x'.repeat(length), isOperator: true });
  expect(await failureOf(add(201))).toMatchObject({ _tag: 'InvalidPersonName' });
  await run(add(200));
});
