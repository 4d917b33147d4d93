import { describe, expect, it } from 'vitest';
import { representResourceType, representSchema } from '../../src/discovery/represent-schema.ts';
import { serviceProviderConfig } from '../../src/discovery/service-provider-config.ts';
import { interopPolicy, strictPolicy, zollner02Policy } from '../../src/interop/policy-rules.ts';
import { attribute } from '../../src/schema/characteristics.ts';
import { groupResourceType } from '../../src/schema/core-group.ts';
import { userResourceType } from '../../src/schema/core-user.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';

const baseUrl = 'https://looop.example/scim/v2';

describe('serviceProviderConfig (RFC 7643 section 5)', () => {
  it('says what is served, with the limits that are enforced', () => {
    expect(serviceProviderConfig({ baseUrl, policy: interopPolicy })).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 1000 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 1000,
        cursorTimeout: 86_400,
      },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'Bearer token',
          description: 'The provisioning token of the organisation, as a bearer token in the Authorization header.',
          specUri: 'https://www.rfc-editor.org/info/rfc6750',
          primary: true,
        },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
    });
  });

  it('claims to follow the interoperability draft under that policy alone', () => {
    expect(serviceProviderConfig({ baseUrl, policy: zollner02Policy })).toMatchObject({
      interopProfileConformant: true,
    });
    expect(serviceProviderConfig({ baseUrl, policy: strictPolicy })).not.toHaveProperty('interopProfileConformant');
  });
});

describe('representSchema (RFC 7643 section 7)', () => {
  const schema = {
    id: 'urn:example:params:scim:schemas:core:2.0:Course',
    name: 'Course',
    description: 'A course.',
    attributes: [
      attribute({ name: 'code', description: 'Its code.', required: true, caseExact: true, uniqueness: 'server' }),
      attribute({
        name: 'keepers',
        type: 'complex',
        multiValued: true,
        mutability: 'immutable',
        subAttributes: [
          { name: '$ref', type: 'reference', referenceTypes: ['User'], returned: 'request' },
          { name: 'type', canonicalValues: ['first', 'second'] },
        ],
      }),
    ],
  };
  const byDefault = { multiValued: false, description: '', required: false, mutability: 'readWrite' };

  it('states every characteristic; a complex attribute has neither case nor uniqueness', () => {
    expect(representSchema(schema, baseUrl)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: schema.id,
      name: 'Course',
      description: 'A course.',
      attributes: [
        {
          ...byDefault,
          name: 'code',
          type: 'string',
          description: 'Its code.',
          required: true,
          caseExact: true,
          returned: 'default',
          uniqueness: 'server',
        },
        {
          ...byDefault,
          name: 'keepers',
          type: 'complex',
          multiValued: true,
          mutability: 'immutable',
          returned: 'default',
          subAttributes: [
            {
              ...byDefault,
              name: '$ref',
              type: 'reference',
              caseExact: false,
              returned: 'request',
              uniqueness: 'none',
              referenceTypes: ['User'],
            },
            {
              ...byDefault,
              name: 'type',
              type: 'string',
              canonicalValues: ['first', 'second'],
              caseExact: false,
              returned: 'default',
              uniqueness: 'none',
            },
          ],
        },
      ],
      meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
    });
  });
});

describe('representResourceType (RFC 7643 section 6)', () => {
  it('says where the resources are served and which schemas they have', () => {
    expect(representResourceType(userResourceType, baseUrl)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      name: 'User',
      description: userResourceType.description,
      endpoint: '/Users',
      schema: USER_SCHEMA,
      schemaExtensions: [
        { schema: ENTERPRISE_USER_SCHEMA, required: false },
        { schema: LOOOP_USER_SCHEMA, required: false },
      ],
      meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/User` },
    });
  });

  it('has no list of extensions where there are none', () => {
    const group = representResourceType(groupResourceType, baseUrl);
    expect(group).toMatchObject({ id: 'Group', schema: GROUP_SCHEMA, endpoint: '/Groups' });
    expect(group).not.toHaveProperty('schemaExtensions');
  });
});
