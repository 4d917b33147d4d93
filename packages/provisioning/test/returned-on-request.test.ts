// Attributes that are returned on request, of an organisation's own extension (RFC 7643 section 7).
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import {
  attribute,
  coreUserSchema,
  makeSchemaRegistry,
  userResourceType,
  type SchemaDefinition,
} from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const BADGE = 'urn:ietf:params:scim:schemas:extension:acme:2.0:Badge';

const badgeSchema: SchemaDefinition = {
  id: BADGE,
  name: 'Badge',
  description: 'Badges.',
  attributes: [
    attribute({ name: 'colour' }),
    attribute({ name: 'note', returned: 'request' }),
    attribute({ name: 'stamp', returned: 'request', mutability: 'readOnly' }),
    attribute({
      name: 'visits',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: 'guide', returned: 'request' }],
    }),
  ],
};

const registry = makeSchemaRegistry(
  [coreUserSchema, badgeSchema],
  [{ ...userResourceType, schemaExtensions: [{ schema: BADGE, required: false }] }],
);

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const open = async () => {
  const storage = await run(openMemoryStorage({ registry }));
  const service = makeScimService({
    registry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...storage.forOrganisation(organisationId('acme')),
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('secret', 'acme'),
  });
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  const badge = { colour: 'red', note: 'n', stamp: 's', visits: [{ value: 'Cluj', guide: 'Ion' }] };
  const body = { userName: 'ana', [BADGE]: badge };
  const created = await run(service.create({ type, body, caller, projection: {} }));
  const request = { type, id: created.id, caller };
  const badgeOf = <Failure>(answer: Effect.Effect<{ readonly representation?: object }, Failure>) =>
    run(
      Effect.map(
        answer,
        ({ representation = {} }) => Object.entries(representation).find(([key]) => key === BADGE)?.[1],
      ),
    );
  return { service, type, request, body, created, badgeOf };
};

const patch = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

describe('what is returned on request', () => {
  it('is in the answer to a create that specifies it, but for what is readOnly', async () => {
    const { created } = await open();
    expect(created.representation).toMatchObject({
      [BADGE]: { colour: 'red', note: 'n', visits: [{ value: 'Cluj', guide: 'Ion' }] },
    });
    expect(created.representation).not.toHaveProperty([BADGE, 'stamp']);
  });

  it('is in the answer to a PUT that specifies it, also when it stays as it was, and in no other', async () => {
    const { service, request, body, badgeOf } = await open();
    const put = (sent: object, projection = {}) => badgeOf(service.replace({ ...request, body: sent, projection }));
    expect(await put(body)).toMatchObject({ note: 'n', visits: [{ guide: 'Ion' }] });
    expect(await put(body, { excludedAttributes: [`${BADGE}:note`] })).toEqual({
      colour: 'red',
      visits: [{ value: 'Cluj', guide: 'Ion' }],
    });
    expect(await put(body, { excludedAttributes: [`${BADGE}:visits`] })).toEqual({ colour: 'red', note: 'n' });
    expect(await put(body, { attributes: [`${BADGE}:colour`] })).toEqual({ colour: 'red' });
    expect(await put({ userName: 'ana', [BADGE]: { colour: 'blue' } })).toEqual({ colour: 'blue' });
  });

  it('is in the answer to a PATCH that changes it, and in no other', async () => {
    const { service, request, badgeOf } = await open();
    const change = (path: string, value: unknown) =>
      badgeOf(service.patch({ ...request, projection: {}, body: patch({ op: 'replace', path, value }) }));
    expect(await change('title', 'Coach')).toEqual({ colour: 'red', visits: [{ value: 'Cluj' }] });
    expect(await change(`${BADGE}:note`, 'm')).toEqual({ colour: 'red', note: 'm', visits: [{ value: 'Cluj' }] });
    expect(await change(`${BADGE}:visits`, [{ value: 'Iasi', guide: 'Ana' }])).toEqual({
      colour: 'red',
      visits: [{ value: 'Iasi', guide: 'Ana' }],
    });
  });

  it('is in the answer to a query that names it alone', async () => {
    const { service, request, badgeOf } = await open();
    const get = (projection: object) => badgeOf(service.get({ ...request, projection }));
    expect(await get({})).toEqual({ colour: 'red', visits: [{ value: 'Cluj' }] });
    expect(await get({ attributes: [`${BADGE}:note`] })).toEqual({ note: 'n' });
    expect(await get({ attributes: [BADGE] })).toEqual({ colour: 'red', visits: [{ value: 'Cluj' }] });
  });
});
