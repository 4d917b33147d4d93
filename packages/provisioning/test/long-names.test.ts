// Names that indexes and memberships repeat are bounded, whichever request brings them; what is stored already stays usable.
import { describe, expect, it } from 'vitest';
import * as Effect from 'effect/Effect';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { errorMessage } from '@looop-scim/scim/message';
import { interopPolicy } from '@looop-scim/scim/interop';
import {
  coreGroupSchema,
  groupResourceType,
  makeSchemaRegistry,
  standardRegistry,
  type AttributeDefinition,
  type SchemaRegistry,
} from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const LONG = 'x'.repeat(1025);
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const organisation = storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001'));
  const serviceOf = (registry: SchemaRegistry) =>
    makeScimService({
      registry,
      policy: interopPolicy,
      baseUrl: 'https://looop.example/scim/v2',
      ...organisation,
      ids: uuidV7Generator,
      cursorCipher: makeCursorCipher('names', 'acme'),
    });
  const service = serviceOf(standardRegistry);
  const type = service.resourceTypeAt('/Groups');
  if (type === undefined) throw new TypeError('no groups');
  return { service, serviceOf, organisation, type, write: (body: object) => ({ type, caller, projection: {}, body }) };
};

const unlimited = (definition: AttributeDefinition): AttributeDefinition => ({ ...definition, maxLength: 10_000 });

const replace = (value: unknown) => ({ Operations: [{ op: 'replace', path: 'displayName', value }] });

const INVALID = {
  status: 400,
  body: {
    scimType: 'invalidValue',
    detail: 'displayName has 1025 characters and must have at most 1024.',
  },
};

describe('a displayName of more than 1024 characters', () => {
  it('is 400 invalidValue on create, PUT and PATCH, and changes nothing', async () => {
    const { service, organisation, write } = await open();
    const { id } = await run(service.create(write({ displayName: 'Coaches' })));
    const failures = [
      await run(Effect.flip(service.create(write({ displayName: LONG })))),
      await run(Effect.flip(service.replace({ ...write({ displayName: LONG }), id }))),
      await run(Effect.flip(service.patch({ ...write(replace(LONG)), id }))),
    ];
    for (const failure of failures) expect(errorMessage(failure)).toMatchObject(INVALID);
    const { document, version } = await run(organisation.resources.read({ resourceType: 'Group', id }, false));
    expect([document, version]).toEqual([{ displayName: 'Coaches' }, 1]);
  });

  it('is 400 invalidValue in its operation of a bulk request', async () => {
    const { service } = await open();
    const operations = [LONG, 'Coaches'].map((displayName, index) => ({
      method: 'POST',
      path: '/Groups',
      bulkId: `b${index}`,
      data: { schemas: [GROUP], displayName },
    }));
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: operations };
    const results = await run(service.bulk({ body, caller }));
    expect(results.map(({ status }) => status)).toEqual(['400', '201']);
    expect(results[0]).toMatchObject({ response: INVALID.body });
  });
});

it('a resource that is stored with a longer name is read, and written without changing the name', async () => {
  const { service, type, write, serviceOf } = await open();
  const without = makeSchemaRegistry(
    [{ ...coreGroupSchema, attributes: coreGroupSchema.attributes.map(unlimited) }],
    [groupResourceType],
  );
  const before = serviceOf(without);
  const oldType = before.resourceTypeAt('/Groups');
  if (oldType === undefined) throw new TypeError('no groups');
  const { id } = await run(before.create({ ...write({ displayName: LONG }), type: oldType }));
  expect((await run(service.get({ type, id, caller, projection: {} }))).representation?.['displayName']).toBe(LONG);
  const same = { displayName: LONG, externalId: '42' };
  expect((await run(service.replace({ ...write(same), id }))).representation).toMatchObject(same);
  await run(service.patch({ ...write(replace('Short')), id }));
  expect(errorMessage(await run(Effect.flip(service.patch({ ...write(replace(LONG)), id }))))).toMatchObject(INVALID);
});
