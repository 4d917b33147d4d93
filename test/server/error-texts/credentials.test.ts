// What an administrator reads who entered the token in a wrong form, or one that opens nothing any longer.
import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultsOfText } from '@looop-scim/laws';
import { run } from '../../support/run/run-effect.ts';
import { setUp } from './set-up.ts';

describe('the detail of a 401 or 403 says what was wrong with the credentials', () => {
  let served: Awaited<ReturnType<typeof setUp>>;
  beforeAll(async () => {
    served = await setUp();
  });

  const send = (request: InjectOptions) => served.server.inject(request);

  it.each([
    ['nothing', undefined, /^The request has no token\. Enter the provisioning token/u],
    [
      'another token',
      'Bearer looopscim_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      /^The token is not valid\. Check that/u,
    ],
    ['quotes', 'Bearer "TOKEN"', /^The token is not valid\. It is in quotes: enter it without them\.$/u],
    ['curly quotes', 'Bearer \u00e2\u0080\u009cTOKEN\u00e2\u0080\u009d', /It is in quotes/u],
    ['brackets', 'Bearer <TOKEN>', /It is in brackets: enter it without them\.$/u],
    ['Bearer twice', 'Bearer Bearer TOKEN', /It has the word Bearer in front: enter the token alone\.$/u],
    ['a label', 'Bearer Token: TOKEN', /It has a label such as "Token:" in front: enter the token alone\.$/u],
    ['a label without scheme', 'Token:TOKEN', /It has a label/u],
    ['a space inside', 'Bearer TO KEN', /It has a space or a line break inside: copy it anew\.$/u],
    ['the fingerprint', 'Bearer FINGERPRINT', /It is the fingerprint of a token/u],
    ['a fingerprint of nobody', 'Bearer 0123456789abcdef', /It is the fingerprint of a token/u],
    ['a platform key', `Bearer looopkey_${'A'.repeat(43)}`, /It is a key of the learning platform/u],
    ['Basic', 'Basic YWRtaW46c2VjcmV0', /^The request uses Basic authentication\. Choose HTTP Header or Bearer Token/u],
    ['Basic with a token', 'basic TOKEN', /^The request uses Basic authentication\./u],
    ['a revoked token', 'Bearer REVOKED', /^The token was revoked on \d{4}-\d\d-\d\d\. Have a new one issued/u],
    ['an expired token', 'Bearer EXPIRED', /^The token expired on \d{4}-\d\d-\d\d\. Have a new one issued/u],
  ])('credentials: %s', async (_title, authorization, detail) => {
    const { administration } = served;
    const revoked = await run(administration.issueToken('acme'));
    await run(administration.revokeToken(revoked.token.fingerprint));
    const expired = await run(administration.issueToken('acme', { lifetimeMs: 0 }));
    const header = authorization
      ?.replace('REVOKED', revoked.secret)
      .replace('EXPIRED', expired.secret)
      .replace('FINGERPRINT', revoked.token.fingerprint)
      .replace('TO KEN', `${served.acme.slice(0, 20)} ${served.acme.slice(20)}`)
      .replace('TOKEN', served.acme);
    const answer = await send({
      url: '/scim/v2/Users',
      headers: header === undefined ? {} : { authorization: header },
    });
    const error = answer.json<{ detail: string }>();
    expect(answer.statusCode).toBe(401);
    expect(error.detail).toMatch(detail);
    expect(faultsOfText(error.detail)).toEqual([]);
    for (const secret of [served.acme, revoked.secret, expired.secret]) expect(error.detail).not.toContain(secret);
  });

  it('an organisation that is switched off says whom to ask', async () => {
    await run(served.administration.addOrganisation('off'));
    const { secret } = await run(served.administration.issueToken('off'));
    await run(served.administration.changeOrganisation('off', { scimEnabled: false }));
    const answer = await send({ url: '/scim/v2/Users', headers: { authorization: `Bearer ${secret}` } });
    expect(answer.json()).toMatchObject({
      status: '403',
      detail:
        'The request is not permitted: SCIM provisioning is switched off for the organisation off; contact support to have it enabled.',
    });
  });

  it('nobody without a token is told which endpoints there are', async () => {
    const answer = await send({ url: '/scim/v2/users' });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).not.toContain('/Users');
  });
});
