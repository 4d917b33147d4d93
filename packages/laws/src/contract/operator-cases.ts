// Organisations and tokens, the operator's side.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Organisation, ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, run } from './run-effect.ts';
import { newOrganisation, nextId, openOrganisation, START } from './test-organisation.ts';

const organisationCases = [
  contractCase('an organisation is found by its name, with all its settings', async (_, { organisations }) => {
    const organisation: Organisation = {
      ...newOrganisation(),
      scimEnabled: false,
      profile: 'strict',
      leniencies: { repairPrimary: true, coerceBooleans: false },
      created: START + 1,
    };
    await run(organisations.add(organisation));
    assert.deepEqual(await run(organisations.byName(organisation.name)), organisation);
  }),
  contractCase('an unknown name is not found', async (_, { organisations }) => {
    const failure = await failsWith('NoSuchEntry', organisations.byName('nobody'));
    assert.deepEqual([failure.what, failure.name], ['organisation', 'nobody']);
  }),
  contractCase(
    'a name that is taken is refused and the first organisation stays',
    async ({ organisation }, storage) => {
      const second = { ...newOrganisation(), name: organisation.name, scimEnabled: false };
      const failure = await failsWith('AlreadyExists', storage.organisations.add(second));
      assert.equal(failure.what, 'organisation');
      assert.deepEqual(await run(storage.organisations.byName(organisation.name)), organisation);
    },
  ),
  contractCase('an id that is taken is refused under any name', async ({ organisation }, { organisations }) => {
    const second = { ...organisation, name: newOrganisation().name, scimEnabled: false };
    const failure = await failsWith('AlreadyExists', organisations.add(second));
    assert.equal(failure.what, 'organisation');
    assert.deepEqual(await run(organisations.byId(organisation.id)), organisation);
    await failsWith('NoSuchEntry', organisations.byName(second.name));
  }),
  contractCase('all organisations are listed by name', async ({ organisation }, storage) => {
    const [b, a] = [newOrganisation(), newOrganisation()];
    const added = [{ ...a, name: `a-${a.name}` }, organisation, { ...b, name: `z-${b.name}` }];
    for (const each of added.toReversed()) if (each !== organisation) await run(storage.organisations.add(each));
    const names = (await run(storage.organisations.list())).map(({ name }) => name);
    assert.deepEqual(names, names.toSorted());
    const own = (await run(storage.organisations.list())).filter(({ id }) => added.some((each) => each.id === id));
    assert.deepEqual(own, added);
  }),
  contractCase('an update stores the settings of that organisation alone', async ({ organisation }, storage) => {
    const other = (await openOrganisation(storage)).organisation;
    const changed: Organisation = {
      ...organisation,
      scimEnabled: false,
      profile: 'strict',
      leniencies: { wrapValues: true },
    };
    await run(storage.organisations.update(changed));
    assert.deepEqual(await run(storage.organisations.byName(organisation.name)), changed);
    assert.deepEqual(await run(storage.organisations.byName(other.name)), other);
    await run(storage.organisations.update({ ...changed, leniencies: {}, created: 1 }));
    const again = await run(storage.organisations.byName(organisation.name));
    assert.deepEqual(again, { ...changed, leniencies: {} });
  }),
  contractCase(
    'an organisation is found by its id, until it is deleted',
    async ({ organisation }, { organisations }) => {
      assert.deepEqual(await run(organisations.byId(organisation.id)), organisation);
      assert.equal(await run(organisations.byId(newOrganisation().id)), undefined);
      await run(organisations.remove(organisation, START));
      assert.equal(await run(organisations.byId(organisation.id)), undefined);
    },
  ),
  contractCase('a renamed organisation is found by its new name alone', async ({ organisation }, storage) => {
    const { organisations, tokens } = storage;
    const token = newToken(organisation);
    await run(tokens.add(token));
    const renamed = { ...organisation, name: `new-${organisation.name}` };
    await run(organisations.update(renamed));
    assert.deepEqual(await run(organisations.byName(renamed.name)), renamed);
    assert.deepEqual(await run(organisations.byId(organisation.id)), renamed);
    assert.deepEqual(await run(tokens.byFingerprint(token.fingerprint)), [{ token, organisation: renamed }]);
    await failsWith('NoSuchEntry', organisations.byName(organisation.name));
    // The old name is free.
    const second = { ...newOrganisation(), name: organisation.name };
    await run(organisations.add(second));
    assert.deepEqual(await run(organisations.byName(organisation.name)), second);
  }),
  contractCase('a name that another organisation has is refused, and nothing is changed', async (found, storage) => {
    const { organisation } = found;
    const other = (await openOrganisation(storage)).organisation;
    const wanted = { ...organisation, name: other.name, scimEnabled: !organisation.scimEnabled };
    const failure = await failsWith('AlreadyExists', storage.organisations.update(wanted));
    assert.equal(failure.what, 'organisation');
    assert.deepEqual(await run(storage.organisations.byName(other.name)), other);
    assert.deepEqual(await run(storage.organisations.byId(organisation.id)), organisation);
  }),
  contractCase('an update of an unknown organisation is refused', async (_, { organisations }) => {
    const organisation = newOrganisation();
    const failure = await failsWith('NoSuchEntry', organisations.update(organisation));
    assert.deepEqual([failure.what, failure.name], ['organisation', organisation.name]);
    await failsWith('NoSuchEntry', organisations.byName(organisation.name));
  }),
];

/** A token that no storage has yet. */
export const newToken = ({ id }: Organisation, noted: Partial<ProvisioningToken> = {}): ProvisioningToken => {
  const hash = nextId().replaceAll('-', '').split('').toReversed().join('').repeat(2);
  return { organisationId: id, fingerprint: hash.slice(0, 16), hash, created: START, ...noted };
};

const tokenCases = [
  contractCase('a token is found by its fingerprint, with its organisation', async ({ organisation }, { tokens }) => {
    const plain = newToken(organisation);
    const subject = nextId();
    const full = newToken(organisation, {
      expires: START + 5,
      revoked: START + 6,
      lastUsed: START + 7,
      subject,
      label: 'Okta, "live"',
    });
    for (const token of [plain, full]) {
      await run(tokens.add(token));
      assert.deepEqual(await run(tokens.byFingerprint(token.fingerprint)), [{ token, organisation }]);
    }
  }),
  contractCase('an unknown fingerprint has no tokens', async (_, { tokens }) => {
    for (const fingerprint of ['ffffffffffffffff', '', '%', "'"])
      assert.deepEqual(await run(tokens.byFingerprint(fingerprint)), []);
  }),
  contractCase('tokens that share a fingerprint are both found', async ({ organisation }, storage) => {
    const other = (await openOrganisation(storage)).organisation;
    const first = newToken(organisation);
    const second = { ...newToken(other), fingerprint: first.fingerprint };
    await run(storage.tokens.add(first));
    await run(storage.tokens.add(second));
    const holders = await run(storage.tokens.byFingerprint(first.fingerprint));
    const pairs = holders.map(({ token, organisation: { id } }) => [token.hash, id]).toSorted();
    assert.deepEqual(
      pairs,
      [
        [first.hash, organisation.id],
        [second.hash, other.id],
      ].toSorted(),
    );
  }),
  contractCase('the same token is refused, in another organisation, too', async ({ organisation }, storage) => {
    const other = (await openOrganisation(storage)).organisation;
    const token = newToken(organisation);
    await run(storage.tokens.add(token));
    const failure = await failsWith('AlreadyExists', storage.tokens.add(token));
    assert.equal(failure.what, 'token');
    await failsWith('AlreadyExists', storage.tokens.add({ ...token, organisationId: other.id }));
    assert.deepEqual(await run(storage.tokens.byFingerprint(token.fingerprint)), [{ token, organisation }]);
  }),
  contractCase('a holder shows the organisation as it is now', async ({ organisation }, storage) => {
    const token = newToken(organisation);
    await run(storage.tokens.add(token));
    await run(storage.organisations.update({ ...organisation, scimEnabled: false }));
    const [holder] = await run(storage.tokens.byFingerprint(token.fingerprint));
    assert.equal(holder?.organisation.scimEnabled, false);
  }),
  contractCase('tokens of an organisation are listed newest first', async ({ organisation }, storage) => {
    const other = (await openOrganisation(storage)).organisation;
    const [old, newest, middle] = [1, 3, 2].map((created) => newToken(organisation, { created: START + created }));
    for (const token of [old, newest, middle]) if (token !== undefined) await run(storage.tokens.add(token));
    await run(storage.tokens.add(newToken(other)));
    assert.deepEqual(await run(storage.tokens.ofOrganisation(organisation.id)), [newest, middle, old]);
    assert.deepEqual(await run(storage.tokens.ofOrganisation(newOrganisation().id)), []);
  }),
  contractCase('a revocation counts from the first time and stays', async ({ organisation }, { tokens }) => {
    const [token, another] = [newToken(organisation), newToken(organisation)];
    await run(tokens.add(token));
    await run(tokens.add(another));
    await run(tokens.revoke(token.fingerprint, START + 5));
    await run(tokens.revoke(token.fingerprint, START + 6));
    const [holder] = await run(tokens.byFingerprint(token.fingerprint));
    assert.deepEqual(holder?.token, { ...token, revoked: START + 5 });
    assert.deepEqual((await run(tokens.byFingerprint(another.fingerprint)))[0]?.token, another);
  }),
  contractCase('the scopes of a platform key are kept', async ({ organisation }, { tokens }) => {
    const key = newToken(organisation, { scopes: ['read', 'webhooks'] });
    await run(tokens.add(key));
    assert.deepEqual(await run(tokens.byFingerprint(key.fingerprint)), [{ token: key, organisation }]);
    assert.deepEqual(await run(tokens.ofOrganisation(organisation.id)), [key]);
  }),
  contractCase('a token expires when it is told to, or earlier', async ({ organisation }, { tokens }) => {
    const [endless, early] = [newToken(organisation), newToken(organisation, { expires: START + 3 })];
    for (const token of [endless, early]) {
      await run(tokens.add(token));
      await run(tokens.expire(token.fingerprint, START + 5));
      const expires = Math.min(token.expires ?? START + 5, START + 5);
      const found = await run(tokens.byFingerprint(token.fingerprint));
      assert.deepEqual(found, [{ token: { ...token, expires }, organisation }]);
    }
    await run(tokens.expire(endless.fingerprint, START + 4));
    assert.equal((await run(tokens.byFingerprint(endless.fingerprint)))[0]?.token.expires, START + 4);
    const failure = await failsWith('NoSuchEntry', tokens.expire('ffffffffffffffff', START));
    assert.deepEqual([failure.what, failure.name], ['token', 'ffffffffffffffff']);
  }),
  contractCase('an unknown token cannot be revoked', async (_, { tokens }) => {
    const failure = await failsWith('NoSuchEntry', tokens.revoke('ffffffffffffffff', START));
    assert.deepEqual([failure.what, failure.name], ['token', 'ffffffffffffffff']);
  }),
  contractCase('the last use is noted and never goes back', async ({ organisation }, { tokens }) => {
    const token = newToken(organisation);
    await run(tokens.add(token));
    for (const at of [START + 5, START + 9, START + 7]) await run(tokens.touch(token.fingerprint, at));
    const [holder] = await run(tokens.byFingerprint(token.fingerprint));
    assert.deepEqual(holder?.token, { ...token, lastUsed: START + 9 });
    await run(tokens.touch('ffffffffffffffff', START));
  }),
  contractCase(
    'the client of the last use is noted, also that it said nothing',
    async ({ organisation }, { tokens }) => {
      const token = newToken(organisation);
      await run(tokens.add(token));
      const noted = async () => {
        const { lastUsed, lastClient } = (await run(tokens.ofOrganisation(organisation.id)))[0] ?? {};
        return [lastUsed, lastClient];
      };
      await run(tokens.touch(token.fingerprint, START + 5, 'Okta SCIM Client 1.0.0'));
      assert.deepEqual(await noted(), [START + 5, 'Okta SCIM Client 1.0.0']);
      await run(tokens.touch(token.fingerprint, START + 4, 'a client that was slow to be noted'));
      assert.deepEqual(await noted(), [START + 5, 'Okta SCIM Client 1.0.0']);
      await run(tokens.touch(token.fingerprint, START + 6));
      assert.deepEqual(await noted(), [START + 6, undefined]);
    },
  ),
  contractCase('what changes while tokens are looked up is seen by whoever looks afterwards', async (_, storage) => {
    const looksUp = async ({ fingerprint }: ProvisioningToken, done: () => boolean): Promise<void> => {
      while (!done()) {
        await run(storage.tokens.byFingerprint(fingerprint));
        await setImmediate();
      }
    };
    for (let round = 0; round < 10; round += 1) {
      const { organisation } = await openOrganisation(storage);
      const token = newToken(organisation);
      await run(storage.tokens.add(token));
      let isDone = false;
      const lookUps = Array.from({ length: 4 }, () => looksUp(token, () => isDone));
      const off = { ...organisation, scimEnabled: false };
      await Promise.all([
        run(storage.tokens.revoke(token.fingerprint, START + 5)),
        run(storage.organisations.update(off)),
      ]);
      isDone = true;
      await Promise.all(lookUps);
      const now = await run(storage.tokens.byFingerprint(token.fingerprint));
      assert.deepEqual(now, [{ token: { ...token, revoked: START + 5 }, organisation: off }]);
    }
  }),
  contractCase('the subject stays when a token is used and revoked', async ({ organisation }, { tokens }) => {
    // A subject need not exist: the user may be deleted after the token was issued.
    const token = newToken(organisation, { subject: nextId() });
    await run(tokens.add(token));
    await run(tokens.touch(token.fingerprint, START + 5));
    await run(tokens.revoke(token.fingerprint, START + 6));
    const noted = { ...token, lastUsed: START + 5, revoked: START + 6 };
    assert.deepEqual(await run(tokens.byFingerprint(token.fingerprint)), [{ token: noted, organisation }]);
    assert.deepEqual(await run(tokens.ofOrganisation(organisation.id)), [noted]);
  }),
];

const installationCases = [
  contractCase('a storage that is open answers', async (_, storage) => {
    await run(storage.ping());
  }),
  contractCase('the secret of the installation is the first that was offered', async (_, storage) => {
    const offers = ['first', 'second', 'third'].map((name) => `${name} ${nextId()}`);
    const [kept, ...others] = await Promise.all(offers.map((offer) => run(storage.installationSecret(offer))));
    for (const other of [...others, await run(storage.installationSecret('late'))]) assert.equal(other, kept);
    assert.ok(kept !== undefined && kept !== 'late' && kept !== '');
  }),
];

/** Organisations, tokens and what the whole installation shares. */
export const operatorCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'organisations', organisationCases),
  ...casesFor(open, 'tokens', tokenCases),
  ...casesFor(open, 'installation', installationCases),
];
