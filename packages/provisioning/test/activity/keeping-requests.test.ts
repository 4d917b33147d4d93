// Every write is recorded with its request: what is kept of each kind of write.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { REDACTED } from '@looop-scim/provisioning/activity';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry, userType } from '@looop-scim/scim/schema';
import { makeCursorCipher, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';
import { openPorts } from './support.ts';

const open = async (policyName?: string) => {
  const ports = await openPorts();
  const service = makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...ports,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('keeping', 'acme'),
    ...(policyName !== undefined && { policyName }),
  });
  const write = { type: userType, caller: { tokenFingerprint: 'abc', requestId: 'r' }, projection: {} };
  const newest = async () => (await run(ports.activity.page({ limit: 1 })))[0]?.record.request;
  return { service, write, newest };
};

describe('what is kept of', () => {
  it('a creation is its body; without its texts, where the person has no name', async () => {
    const { service, write, newest } = await open();
    await run(service.create({ ...write, body: { userName: 'ana', title: 'Coach' } }));
    expect(await newest()).toStrictEqual({ body: { userName: 'ana', title: 'Coach' } });
    await run(Effect.exit(service.create({ ...write, body: { title: 'Coach', userName: 7 } })));
    expect(await newest()).toStrictEqual({ body: { title: REDACTED, userName: 0 } });
  });

  it('a change is its body with its texts, and what it was conditional on', async () => {
    const { service, write, newest } = await open();
    const { id } = await run(service.create({ ...write, body: { userName: 'ana' } }));
    const body = { title: 'Coach' };
    await run(Effect.exit(service.replace({ ...write, id, body, ifMatch: 'W/"9"' })));
    expect(await newest()).toStrictEqual({ body, ifMatch: 'W/"9"' });
    const Operations = [{ op: 'add', path: 'title', value: 'Coach' }];
    await run(service.patch({ ...write, id, body: { Operations } }));
    expect(await newest()).toStrictEqual({ body: { Operations } });
  });

  it('a deletion is no body', async () => {
    const { service, write, newest } = await open();
    const { id } = await run(service.create({ ...write, body: { userName: 'ana' } }));
    await run(Effect.exit(service.remove({ ...write, id, ifMatch: 'W/"9"' })));
    expect(await newest()).toStrictEqual({ ifMatch: 'W/"9"' });
  });

  it('any of them is the name of its policy, where it has one', async () => {
    const { service, write, newest } = await open('strict*');
    await run(service.create({ ...write, body: { userName: 'ana' } }));
    expect(await newest()).toStrictEqual({ body: { userName: 'ana' }, policy: 'strict*' });
  });
});
