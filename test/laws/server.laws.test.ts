// The laws of a server, on ours in process, and on ones that are wrong in one way each.
import { describe, expect, it } from 'vitest';
import { serverLaws, type SendRequest } from '@looop-scim/laws';
import { ownServer } from '../support/laws/own-server.ts';
import { wrongServers } from '../support/laws/wrong-servers.ts';
import { effort, runLaws } from '../support/run/run-laws.ts';

const send = await ownServer();
const { laws, leftOut } = await serverLaws(send);

runLaws('a server as its clients see it', laws, 0.05);

describe('laws of a server', () => {
  it('are all asked of ours, and leave nothing behind', async () => {
    expect([laws.length, leftOut]).toEqual([7, []]);
    for (const path of ['/Users', '/Groups']) {
      expect((await send({ method: 'GET', path })).body).toMatchObject({ totalResults: 0 });
    }
  });

  it.each(wrongServers)('find where $mistake', async ({ law, fault, wrap }) => {
    const wrong = await serverLaws(wrap(await ownServer()));
    const broken = wrong.laws.find(({ name }) => name.startsWith(law));
    const { message } = await Promise.resolve(broken?.check({ seed: effort.seed, runs: 100 })).then(
      () => new Error('the law holds'),
      (error: unknown) => error as Error,
    );
    expect(message).toContain(fault);
    expect(message).toContain('The requests, with what was answered:\nPOST /Users {');
  });
});

describe('a server without PATCH, filters, entity tags and groups', () => {
  it('is asked the other laws, and told which ones are left out', async () => {
    const right = await ownServer();
    const config = { patch: { supported: false }, filter: { supported: false }, etag: {} };
    const small: SendRequest = async (request) => {
      if (request.path === '/ServiceProviderConfig') return { status: 200, headers: {}, body: config };
      const answer = await right(request);
      if (request.path !== '/ResourceTypes') return answer;
      const { Resources } = answer.body as { readonly Resources: readonly { readonly name: string }[] };
      return { ...answer, body: { Resources: Resources.filter(({ name }) => name === 'User') } };
    };
    const asked = await serverLaws(small);
    expect(asked.leftOut.map((reason) => reason.slice(0, reason.indexOf(':')))).toEqual([
      'laws of PATCH',
      'laws of filters',
      'laws of entity tags',
      'laws of memberships',
    ]);
    for (const { check } of asked.laws) await check({ seed: 7, runs: 5 });
  });

  it('is refused where it does not say what it is, or has no users', async () => {
    const silent: SendRequest = () => Promise.resolve({ status: 404, headers: {}, body: undefined });
    await expect(serverLaws(silent)).rejects.toThrow('GET /ServiceProviderConfig is answered 404');
    const empty: SendRequest = () => Promise.resolve({ status: 200, headers: {}, body: {} });
    await expect(serverLaws(empty)).rejects.toThrow('the server serves no users with a userName');
  });
});
