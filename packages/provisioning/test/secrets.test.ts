// A password is accepted and kept nowhere (RFC 7643 section 9.2), by whichever method it comes.
import { expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const SECRET = 'never-kept';

it('create, replace and patch leave nothing of it, and it alone is no change', async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const { resources, activity, events, revisions } = storage.forOrganisation(
    organisationId('0199f0a1-0000-7000-8000-000000000001'),
  );
  const service = makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    resources,
    activity,
    revisions,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('secrets', 'acme'),
  });
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  const request = { type, caller: { tokenFingerprint: 'abc', requestId: 'r-1' }, projection: {} };
  const body = { userName: 'ana', password: SECRET };
  const { id } = await run(service.create({ ...request, body }));
  const answers = [
    await run(service.replace({ ...request, id, body })),
    await run(
      service.patch({ ...request, id, body: { Operations: [{ op: 'replace', path: 'password', value: SECRET }] } }),
    ),
    await run(service.patch({ ...request, id, body: { Operations: [{ op: 'add', value: { password: SECRET } }] } })),
  ];
  expect(answers.map(({ version }) => version)).toEqual([1, 1, 1]);
  const kept = [
    answers,
    await run(resources.read({ resourceType: 'User', id }, true)),
    await run(activity.page({ limit: 10 })),
    await run(events.after(0, 10)),
  ];
  expect(JSON.stringify(kept)).not.toContain(SECRET);
});
