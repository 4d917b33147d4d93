// What clients read before they start (RFC 7644 section 4).
import { describe, expect, it } from 'vitest';
import { interopPolicy, strictPolicy, zollner02Policy, type InteropPolicy } from '@looop-scim/scim/interop';
import {
  attribute,
  coreUserSchema,
  makeSchemaRegistry,
  standardRegistry,
  userResourceType,
} from '@looop-scim/scim/schema';
import { buildInProcess } from '../../../test/support/server/in-process.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

interface Shown {
  readonly name: string;
  readonly attributes?: readonly Shown[];
  readonly subAttributes?: readonly Shown[];
}

const get = async (path: string, headers: Record<string, string> = { authorization: 'Bearer x' }) => {
  const { server } = await buildInProcess();
  return server.inject({ url: `/scim/v2${path}`, headers });
};

describe('/ServiceProviderConfig (RFC 7643 section 5)', () => {
  it('is read without a token, with every feature stated and every number there', async () => {
    const answer = await get('/ServiceProviderConfig', {});
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/scim+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: expect.any(Boolean), maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { supported: true, maxResults: 1000 },
      changePassword: { supported: false },
      sort: { supported: true },
      // RFC 9865 section 4.
      pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', maxPageSize: 1000 },
      etag: { supported: true },
      authenticationSchemes: [{ type: 'oauthbearertoken', name: expect.any(String), description: expect.any(String) }],
      meta: { location: 'https://looop.example/scim/v2/ServiceProviderConfig' },
    });
  });

  it('is the same with a token', async () => {
    expect((await get('/ServiceProviderConfig')).json()).toEqual((await get('/ServiceProviderConfig', {})).json());
  });
});

describe('interopProfileConformant (draft-zollner-scim-interop-profile-02)', () => {
  it.each<readonly [string, InteropPolicy, true | undefined]>([
    ['zollner-02', zollner02Policy, true],
    ['zollner-02 with one leniency more', { ...zollner02Policy, coerceBooleans: true }, undefined],
    ['zollner-02 with one freedom more', { ...zollner02Policy, patchWithoutPath: true }, undefined],
    ['interop', interopPolicy, undefined],
    ['strict', strictPolicy, undefined],
  ])('%s', async (_title, policy, conformant) => {
    const { server } = await buildInProcess({ policy });
    const read = async (headers: Record<string, string>) =>
      (await server.inject({ url: '/scim/v2/ServiceProviderConfig', headers })).json<Record<string, unknown>>();
    expect((await read({ authorization: 'Bearer x' }))['interopProfileConformant']).toBe(conformant);
    // Who has no token belongs to no organisation, and is told of the default profile.
    expect(await read({})).not.toHaveProperty('interopProfileConformant');
  });

  it('means that every type has its canonical values, and a page without count at least 100', async () => {
    const types = (attributes: readonly Shown[]): readonly (Shown | undefined)[] =>
      attributes.flatMap(({ subAttributes = [] }) => subAttributes.filter(({ name }) => name === 'type'));
    const { Resources } = (await get('/Schemas')).json<{ Resources: readonly Shown[] }>();
    const shown = Resources.flatMap(({ attributes = [] }) => types(attributes));
    expect(shown.length).toBeGreaterThan(8);
    for (const one of shown) expect(one).toHaveProperty('canonicalValues.0');
    expect((await get('/ServiceProviderConfig')).json()).toMatchObject({ pagination: { defaultPageSize: 100 } });
  });
});

describe('/ResourceTypes and /Schemas', () => {
  it('list what the registry serves, each with a location at which it is found again', async () => {
    const { server } = await buildInProcess();
    for (const path of ['/ResourceTypes', '/Schemas']) {
      const list = (await server.inject({ url: `/scim/v2${path}` })).json<{
        totalResults: number;
        Resources: { id: string; meta: { location: string } }[];
      }>();
      expect(list.totalResults).toBe(list.Resources.length);
      for (const resource of list.Resources) {
        const { pathname } = new URL(resource.meta.location);
        expect((await server.inject({ url: pathname })).json()).toEqual(resource);
      }
    }
  });

  it('show every attribute with the characteristics that requests are judged by', async () => {
    const { Resources } = (await get('/Schemas')).json<{
      Resources: { id: string; attributes: { name: string }[] }[];
    }>();
    expect(Resources.map(({ id }) => id)).toEqual(standardRegistry.schemas.map(({ id }) => id));
    for (const schema of standardRegistry.schemas) {
      const shown = Resources.find(({ id }) => id === schema.id);
      expect(shown?.attributes.map(({ name }) => name)).toEqual(schema.attributes.map(({ name }) => name));
    }
    const [user] = Resources;
    expect(user?.attributes.find(({ name }) => name === 'userName')).toMatchObject({
      type: 'string',
      multiValued: false,
      required: true,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    });
  });

  it.each<readonly [string, string, object]>([
    ['5368', 'core:2.0:Group displayName', { required: true }],
    ['6000', 'core:2.0:User x509Certificates.value', { type: 'binary', caseExact: true }],
    ['6001', 'core:2.0:User profileUrl', { type: 'reference', caseExact: true }],
    ['6001', 'core:2.0:User photos.value', { caseExact: true, referenceTypes: ['external'] }],
    ['6004', 'core:2.0:User name', { type: 'complex', uniqueness: undefined, caseExact: undefined }],
    ['6004', 'core:2.0:User emails', { uniqueness: undefined }],
    ['6004', 'core:2.0:User addresses', { uniqueness: undefined }],
    ['6005', 'core:2.0:User addresses.primary', { type: 'boolean' }],
    ['6011', 'core:2.0:Group members.display', { mutability: 'readOnly', returned: 'request' }],
    ['8471', 'core:2.0:User groups.$ref', { referenceTypes: ['Group'] }],
    ['8472', 'extension:enterprise:2.0:User manager.value', { caseExact: true, required: false }],
  ])('have erratum %s applied to %s (RFC 7643 section 8.7.1)', async (_erratum, place, expected) => {
    const [urn, path = ''] = place.split(' ');
    const schema = (await get(`/Schemas/urn:ietf:params:scim:schemas:${urn}`)).json<Shown>();
    let shown: Shown | undefined = schema;
    for (const name of path.split('.')) {
      shown = (shown?.attributes ?? shown?.subAttributes)?.find((one) => one.name === name);
    }
    const characteristics = new Map(Object.entries(shown ?? {}));
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, characteristics.get(key)]))).toEqual(expected);
    expect(characteristics.get('name')).toBe(path.split('.').at(-1));
  });

  it('say what they are, and types which extensions they have (RFC 7643 section 6, erratum 8417)', async () => {
    expect((await get(`/Schemas/${ENTERPRISE}`)).json()).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      meta: { resourceType: 'Schema' },
    });
    expect((await get('/ResourceTypes/User')).json()).toMatchObject({
      id: 'User',
      endpoint: '/Users',
      schemaExtensions: [{ schema: ENTERPRISE, required: false }, { required: false }],
    });
  });

  it('are computed: an extension of the organisation alone shows up, and its attributes are served', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:acme:2.0:Badge';
    const badge = { id: urn, name: 'Badge', description: 'Badge.', attributes: [attribute({ name: 'colour' })] };
    const extensions = [{ schema: urn, required: false }];
    const registry = makeSchemaRegistry(
      [coreUserSchema, badge],
      [{ ...userResourceType, schemaExtensions: extensions }],
    );
    const { server } = await buildInProcess({ registry });
    const read = async (path: string) => (await server.inject({ url: `/scim/v2${path}` })).json<object>();
    expect(await read(`/Schemas/${urn}`)).toMatchObject({ id: urn, attributes: [{ name: 'colour' }] });
    expect(await read('/ResourceTypes')).toMatchObject({
      totalResults: 1,
      Resources: [{ schemaExtensions: extensions }],
    });
    expect(await read(`/Users?filter=${urn}:colour%20pr`)).toMatchObject({ totalResults: 0 });
    expect(await read('/Groups')).toMatchObject({ status: '404' });
  });

  it('find a schema by its URN in any case, and nothing else', async () => {
    expect((await get(`/Schemas/${ENTERPRISE.toUpperCase()}`)).json()).toMatchObject({ id: ENTERPRISE });
    expect((await get('/Schemas/urn:example:none')).statusCode).toBe(404);
    expect((await get('/ResourceTypes/Robot')).statusCode).toBe(404);
  });
});

describe('on all of them', () => {
  const paths = [
    '/ServiceProviderConfig',
    '/ResourceTypes',
    '/ResourceTypes/User',
    '/Schemas',
    `/Schemas/${ENTERPRISE}`,
  ];

  it.each(paths)('%s refuses a filter with 403 and ignores every other parameter', async (path) => {
    expect((await get(`${path}?filter=id%20pr`)).statusCode).toBe(403);
    const plain = (await get(path)).json<unknown>();
    expect((await get(`${path}?startIndex=7&count=0&sortBy=id&attributes=id`)).json()).toEqual(plain);
  });

  it.each(paths)('%s answers writes with 405 before it reads their body', async (path) => {
    const { server } = await buildInProcess();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const answer = await server.inject({
        method,
        url: `/scim/v2${path}`,
        payload: '{',
        headers: { 'content-type': 'a/b' },
      });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD');
    }
  });
});
