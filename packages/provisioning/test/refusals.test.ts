// Which refused writes leave a trace in the activity, and which must not.
import { Effect } from 'effect';
import { expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const openService = async (change: (ports: OrganisationStorage) => OrganisationStorage = (same) => same) => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const ports = change(storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001')));
  const service = makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...ports,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('refusals', 'acme'),
  });
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  const body = { userName: 'ana' };
  const write = { type, body, caller, projection: {} };
  const patch = { ...write, body: { Operations: [{ op: 'replace', path: 'title', value: 'Coach' }] } };
  const writesTo = (id: string) => ({
    replace: service.replace({ ...write, id }),
    patch: service.patch({ ...patch, id }),
    delete: service.remove({ type, id, caller }),
  });
  return { ports, create: service.create(write), writesTo };
};

it.each(['replace', 'patch', 'delete'] as const)('a refused %s is in the activity', async (operation) => {
  const { ports, writesTo } = await openService();
  const failure = await failureOf(writesTo('nobody')[operation]);
  expect(failure._tag).toBe('ResourceNotFound');
  const entries = await run(ports.activity.page({ limit: 10 }));
  expect(entries.map(({ record }) => record)).toMatchObject([
    {
      caller,
      operation,
      outcome: 'refused',
      resourceType: 'User',
      resourceId: 'nobody',
      failure: { kind: failure._tag },
    },
  ]);
});

it('a storage that is unavailable is not asked to record that it is', async () => {
  const unavailable = Effect.fail(new StorageUnavailable({ cause: 'down', retryAfterSeconds: 1 }));
  const appended: unknown[] = [];
  const { create, writesTo } = await openService((ports) => ({
    ...ports,
    resources: { ...ports.resources, create: () => unavailable, change: () => unavailable },
    activity: { ...ports.activity, append: (record) => Effect.sync(() => void appended.push(record)) },
  }));
  for (const write of [create, ...Object.values(writesTo('nobody'))]) {
    expect((await failureOf(write))._tag).toBe('StorageUnavailable');
  }
  expect(appended).toEqual([]);
});
