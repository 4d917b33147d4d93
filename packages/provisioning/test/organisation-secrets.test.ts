// What administrators do with the tokens and keys of their organisation: a fingerprint of another organisation is none.
import { describe, expect, it } from 'vitest';
import { makeOrganisationSecrets } from '@looop-scim/provisioning/accounts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';
import { openDesk } from './desk.ts';

const openSecrets = async () => {
  const { administration, keys, checkToken, checkKey } = await openDesk();
  const deps = { administration, keys };
  return {
    acme: makeOrganisationSecrets(deps, 'acme'),
    globex: makeOrganisationSecrets(deps, 'globex'),
    checkToken,
    checkKey,
  };
};

describe('tokens and keys of an organisation', () => {
  it('are issued, listed, rotated and revoked', async () => {
    const { acme, checkToken, checkKey } = await openSecrets();
    const token = await run(acme.tokens.issue({ label: 'Okta' }));
    const key = await run(acme.keys.issue({ scopes: ['read'], label: 'Looop' }));
    expect(await run(acme.tokens.list())).toMatchObject([{ label: 'Okta' }]);
    expect(await run(acme.keys.list())).toMatchObject([{ label: 'Looop' }]);
    const nextToken = await run(acme.tokens.rotate(token.token.fingerprint, { overlapMs: 60_000 }));
    const nextKey = await run(acme.keys.rotate(key.token.fingerprint, { overlapMs: 60_000 }));
    for (const { secret } of [token, nextToken]) await run(checkToken(secret));
    for (const { secret } of [key, nextKey]) await run(checkKey(secret));
    await run(acme.tokens.revoke(token.token.fingerprint));
    await run(acme.keys.revoke(key.token.fingerprint));
    expect(await failureOf(checkToken(token.secret))).toMatchObject({ problem: 'revoked' });
    expect(await failureOf(checkKey(key.secret))).toMatchObject({ problem: 'revoked' });
    expect([await run(checkToken(nextToken.secret)), await run(checkKey(nextKey.secret))]).toHaveLength(2);
  });

  it('are none of another organisation, whatever is done with their fingerprints', async () => {
    const { acme, globex, checkToken, checkKey } = await openSecrets();
    const token = await run(acme.tokens.issue({}));
    const key = await run(acme.keys.issue({ scopes: ['read'] }));
    // One of its own does not make up for one that is not.
    await run(globex.tokens.issue({}));
    await run(globex.keys.issue({ scopes: ['read'] }));
    const rotation = { overlapMs: 0 };
    const { fingerprint } = token.token;
    const { fingerprint: keyPrint } = key.token;
    const noToken = { _tag: 'NoSuchEntry', what: 'token', name: fingerprint };
    expect(await failureOf(globex.tokens.revoke(fingerprint))).toMatchObject(noToken);
    expect(await failureOf(globex.tokens.rotate(fingerprint, rotation))).toMatchObject(noToken);
    const noKey = { _tag: 'NoSuchEntry', what: 'platform key', name: keyPrint };
    expect(await failureOf(globex.keys.revoke(keyPrint))).toMatchObject(noKey);
    expect(await failureOf(globex.keys.rotate(keyPrint, rotation))).toMatchObject(noKey);
    expect([await run(checkToken(token.secret)), await run(checkKey(key.secret))]).toHaveLength(2);
  });
});
