// Who administers an organisation: lists, roles, invitations and their limits.
import { describe, expect, it } from 'vitest';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { HERE, openPeople, PASSWORD } from './support.ts';

const [ANA, BO] = ['ana@acme.example', 'bo@acme.example'];

const openTeam = async () => {
  const people = await openPeople();
  const idOf = async (email: string): Promise<string> => (await run(people.accounts.read(email))).id;
  const recordsOf = (id: OrganisationId) => people.storage.forOrganisation(id).records;
  const listedIn = async (id: OrganisationId) =>
    (await run(recordsOf(id).page('administrator', { limit: 1000 }))).map(({ key }) => key);
  return { ...people, team: people.teamOf(people.acme.id), idOf, recordsOf, listedIn };
};

describe('the administrators of an organisation', () => {
  it('are listed with what is known of them', async () => {
    const { team, acme, invited, accounts, idOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(acme.id, BO, 'viewer'));
    await run(accounts.setDisabled(BO, true));
    const listed = await run(team.administrators());
    expect(listed.toSorted((left, right) => (left.email < right.email ? -1 : 1))).toStrictEqual([
      {
        accountId: await idOf(ANA),
        email: ANA,
        name: 'Ana',
        role: 'administrator',
        lastSignIn: expect.any(Number),
        isDisabled: false,
      },
      {
        accountId: await idOf(BO),
        email: BO,
        name: 'Ana',
        role: 'viewer',
        lastSignIn: expect.any(Number),
        isDisabled: true,
      },
    ]);
  });

  it('are those who have a role, whoever else is noted', async () => {
    const { team, acme, globex, invited, idOf, recordsOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(globex.id, BO));
    const content = JSON.stringify({ since: 1 });
    for (const key of ['nobody', await idOf(BO)]) {
      await run(recordsOf(acme.id).write('administrator', key, { content }, 0));
    }
    expect((await run(team.administrators())).map(({ email }) => email)).toEqual([ANA]);
  });

  it('are gone with their account', async () => {
    const { acme, globex, invited, accounts, listedIn, teamOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(globex.id, BO));
    await run(accounts.remove(ANA));
    expect(await listedIn(acme.id)).toEqual([]);
    expect(await listedIn(globex.id)).toHaveLength(1);
    expect(await run(teamOf(globex.id).administrators())).toHaveLength(1);
  });
});

describe('a role', () => {
  it('of the last administrator stays, unless that is meant', async () => {
    const { team, acme, invited, idOf, listedIn } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(acme.id, BO, 'viewer'));
    const [ana, bo] = [await idOf(ANA), await idOf(BO)];
    for (const role of ['viewer', undefined] as const) {
      const failure = await failureOf(team.changeRole({ accountId: ana, role, mayBeLast: false }));
      expect(failure).toMatchObject({ _tag: 'LastAdministrator' });
    }
    await run(team.changeRole({ accountId: ana, role: 'administrator', mayBeLast: false }));
    await run(team.changeRole({ accountId: ana, role: 'viewer', mayBeLast: true }));
    expect(await listedIn(acme.id)).toHaveLength(2);
    // Without administrators, viewers can still go.
    await run(team.changeRole({ accountId: bo, role: undefined, mayBeLast: false }));
    expect(await listedIn(acme.id)).toEqual([ana]);
    await run(team.changeRole({ accountId: ana, role: 'administrator', mayBeLast: false }));
    expect(await run(team.administrators())).toMatchObject([{ accountId: ana, role: 'administrator' }]);
  });

  it('may go while another administrator is there who can sign in', async () => {
    const { team, acme, invited, accounts, idOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(acme.id, BO));
    const change = { accountId: await idOf(ANA), role: 'viewer', mayBeLast: false } as const;
    await run(accounts.setDisabled(BO, true));
    expect(await failureOf(team.changeRole(change))).toMatchObject({ _tag: 'LastAdministrator' });
    await run(accounts.setDisabled(BO, false));
    await run(team.changeRole(change));
  });

  it('of somebody who was disabled may go, also the last one', async () => {
    const { team, acme, invited, accounts, idOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(accounts.setDisabled(ANA, true));
    await run(team.changeRole({ accountId: await idOf(ANA), role: 'viewer', mayBeLast: false }));
    expect(await run(team.administrators())).toMatchObject([{ email: ANA, role: 'viewer' }]);
  });

  it('of an administrator becomes that of a viewer, while another one stays', async () => {
    const { team, acme, invited, idOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(acme.id, BO));
    await run(team.changeRole({ accountId: await idOf(BO), role: 'viewer', mayBeLast: false }));
    const roles = (await run(team.administrators())).map(({ email, role }) => [email, role]);
    expect(Object.fromEntries(roles)).toEqual({ [ANA]: 'administrator', [BO]: 'viewer' });
  });

  it('is given to nobody of another organisation', async () => {
    const { team, globex, invited, accounts, idOf } = await openTeam();
    await run(invited(globex.id, BO));
    const accountId = await idOf(BO);
    for (const role of ['viewer', 'administrator', undefined] as const) {
      for (const mayBeLast of [true, false]) {
        const change = team.changeRole({ accountId, role, mayBeLast });
        expect(await failureOf(change)).toMatchObject({ _tag: 'NoSuchEntry', name: accountId });
      }
    }
    expect((await run(accounts.read(BO))).roles).toEqual({ [globex.id]: 'administrator' });
  });

  it('is of nobody who has none', async () => {
    const { team, acme, globex, invited, idOf } = await openTeam();
    await run(invited(acme.id, ANA));
    await run(invited(globex.id, BO));
    for (const accountId of ['nobody', await idOf(BO)]) {
      const change = team.changeRole({ accountId, role: 'administrator', mayBeLast: true });
      expect(await failureOf(change)).toMatchObject({ _tag: 'NoSuchEntry', what: 'administrator', name: accountId });
    }
    expect(await run(team.administrators())).toHaveLength(1);
  });
});

describe('an invitation', () => {
  it('waits in its organisation until it is withdrawn', async () => {
    const { team, teamOf, globex } = await openTeam();
    const { invitation } = await run(team.invite({ email: ` ${ANA.toUpperCase()}`, role: 'viewer', by: 'Bo' }));
    expect(invitation).toMatchObject({ email: ANA, role: 'viewer', by: 'Bo' });
    expect(await run(team.invitations())).toEqual([invitation]);
    const other = teamOf(globex.id);
    expect(await run(other.invitations())).toEqual([]);
    const none = { _tag: 'NoSuchEntry', what: 'invitation', name: invitation.id };
    expect(await failureOf(other.withdraw(invitation.id))).toMatchObject(none);
    await run(team.withdraw(invitation.id));
    expect(await run(team.invitations())).toEqual([]);
    expect(await failureOf(team.withdraw(invitation.id))).toMatchObject(none);
  });

  it('is one of 200 at most', async () => {
    const { team } = await openTeam();
    const invite = (index: number) => team.invite({ email: `p${index}@acme.example`, role: 'viewer', by: 'Bo' });
    for (let index = 0; index < 200; index += 1) await run(invite(index));
    expect(await failureOf(invite(200))).toMatchObject({ _tag: 'TooManyEntries', what: 'invitations', most: 200 });
    expect(await run(team.invitations())).toHaveLength(200);
  });

  it('is for one of 500 administrators at most', async () => {
    const { team, acme, recordsOf } = await openTeam();
    const content = JSON.stringify({ since: 1 });
    for (let index = 0; index < 499; index += 1) {
      await run(recordsOf(acme.id).write('administrator', `a-${index}`, { content }, 0));
    }
    await run(team.invite({ email: ANA, role: 'viewer', by: 'Bo' }));
    await run(recordsOf(acme.id).write('administrator', 'one more', { content }, 0));
    const failure = { _tag: 'TooManyEntries', what: 'administrators', most: 500 };
    expect(await failureOf(team.invite({ email: BO, role: 'viewer', by: 'Bo' }))).toMatchObject(failure);
  });

  it.each(['', 'no address'])('is not for %j', async (email) => {
    const { team } = await openTeam();
    const failure = await failureOf(team.invite({ email, role: 'viewer', by: 'Bo' }));
    expect(failure).toMatchObject({ _tag: 'InvalidEmail', email });
  });
});

describe('an account', () => {
  it('that nobody has is told by the name that was asked for', async () => {
    const { accounts } = await openTeam();
    for (const named of ['nobody', 'nobody@acme.example']) {
      const asked = [
        accounts.read(named),
        accounts.link(named),
        accounts.setOperator(named, true),
        accounts.setDisabled(named, true),
        accounts.remove(named),
      ] as const;
      for (const one of asked) {
        expect(await failureOf<unknown, unknown>(one)).toMatchObject({
          _tag: 'NoSuchEntry',
          what: 'account',
          name: named,
        });
      }
    }
  });

  it('is that of an operator, and no more, as it is told', async () => {
    const { accounts, addPerson } = await openTeam();
    await run(addPerson(BO, true));
    const { email, id } = (await run(addPerson(ANA))).access.account;
    await run(accounts.setOperator(ANA, true));
    expect(await run(accounts.read(ANA))).toMatchObject({ id, email, isOperator: true });
    await run(accounts.setOperator(ANA, false));
    expect(await run(accounts.read(ANA))).toMatchObject({ id, email, isOperator: false });
  });

  it('of a name that is none is refused with it', async () => {
    const { accounts } = await openTeam();
    const add = accounts.add({ email: ANA, name: 'a\u0000b', isOperator: false });
    expect(await failureOf(add)).toMatchObject({ _tag: 'InvalidPersonName', name: 'a\u0000b' });
  });

  it('has no name until somebody says one', async () => {
    const { team, links } = await openTeam();
    const { link } = await run(team.invite({ email: ANA, role: 'viewer', by: 'Bo' }));
    const { access } = await run(links.use({ ...HERE, link, password: PASSWORD }));
    expect(access.account.name).toBe('');
  });

  it('is added once', async () => {
    const { accounts } = await openTeam();
    const { account } = await run(accounts.add({ email: ANA, isOperator: false }));
    expect(account).toMatchObject({ email: ANA, name: '', networks: [], roles: {} });
    expect(account.id).toHaveLength(32);
    expect(await failureOf(accounts.add({ email: ANA, isOperator: false }))).toMatchObject({
      _tag: 'AlreadyExists',
      what: 'account',
    });
  });

  it('that is disabled has no link that opens it, one that is enabled again keeps what was made meanwhile', async () => {
    const { accounts, links } = await openTeam();
    const { link: first } = await run(accounts.add({ email: ANA, isOperator: false }));
    await run(accounts.setDisabled(ANA, true));
    const { link: second } = await run(accounts.link(ANA));
    for (const link of [first, second]) {
      expect(await failureOf(links.describe(link))).toMatchObject({ _tag: 'LinkNotValid' });
    }
    await run(accounts.setDisabled(ANA, false));
    expect(await failureOf(links.describe(first))).toMatchObject({ _tag: 'LinkNotValid' });
    expect(await run(links.describe(second))).toMatchObject({ kind: 'password', email: ANA });
    const { id } = await run(accounts.read(ANA));
    expect(await run(links.holder(second))).toEqual({ accountId: id, email: ANA });
  });
});
