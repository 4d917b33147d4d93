// The core User schema (RFC 7643 sections 4.1 and 8.7.1) with the verified errata applied.
import { attribute, STRING_LIMITS, type AttributeSource } from './characteristics.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from './schema-definition.ts';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from './urns.ts';

/** A multi-valued complex attribute with the default sub-attributes of RFC 7643 section 2.4. */
const plural = (name: string, description: string, value: Partial<AttributeSource>, types: readonly string[]) =>
  attribute({
    name,
    type: 'complex',
    multiValued: true,
    description,
    subAttributes: [
      { description: `Value of the ${name} element.`, ...value, name: 'value' },
      { name: 'display', description: 'Name for people to read.' },
      { name: 'type', description: 'Label of the function of the value.', canonicalValues: types },
      { name: 'primary', type: 'boolean', description: 'Whether this is the preferred value; true at most once.' },
    ],
  });

const simple = (name: string, description: string) => attribute({ name, description });

/** Core User. Erratum 6005: addresses have `primary`; 6001: references are case-exact; 6000: so are certificates. */
export const coreUserSchema: SchemaDefinition = {
  id: USER_SCHEMA,
  name: 'User',
  description: 'User account.',
  attributes: [
    attribute({
      name: 'userName',
      required: true,
      uniqueness: 'server',
      maxLength: STRING_LIMITS.name,
      description: 'Name by which the user signs in; unique in the organisation whatever its case.',
    }),
    attribute({
      name: 'name',
      type: 'complex',
      description: "Components of the user's name.",
      subAttributes: [
        { name: 'formatted', description: 'Full name, ready for display.' },
        { name: 'familyName', description: 'Family name.' },
        { name: 'givenName', description: 'Given name.' },
        { name: 'middleName', description: 'Middle name.' },
        { name: 'honorificPrefix', description: 'Title before the name.' },
        { name: 'honorificSuffix', description: 'Suffix after the name.' },
      ],
    }),
    attribute({ name: 'displayName', maxLength: STRING_LIMITS.name, description: 'Name for people to read.' }),
    simple('nickName', 'Casual way to address the user.'),
    attribute({
      name: 'profileUrl',
      type: 'reference',
      caseExact: true,
      referenceTypes: ['external'],
      description: "URI of the user's online profile.",
    }),
    simple('title', 'Job title.'),
    simple('userType', 'Relation between organisation and user.'),
    simple('preferredLanguage', 'Preferred written or spoken languages.'),
    simple('locale', 'Locale for currency, dates and numbers.'),
    simple('timezone', 'Time zone by its IANA name.'),
    attribute({ name: 'active', type: 'boolean', description: 'Whether the user may sign in.' }),
    attribute({
      name: 'password',
      mutability: 'writeOnly',
      returned: 'never',
      description: 'Accepted from clients and not kept.',
    }),
    plural('emails', 'Email addresses.', { maxLength: STRING_LIMITS.name }, ['work', 'home', 'other']),
    plural('phoneNumbers', 'Phone numbers.', {}, ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    plural('ims', 'Instant messaging addresses.', {}, [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
      'other',
    ]),
    plural('photos', 'URIs of photos.', { type: 'reference', caseExact: true, referenceTypes: ['external'] }, [
      'photo',
      'thumbnail',
    ]),
    attribute({
      name: 'addresses',
      type: 'complex',
      multiValued: true,
      description: 'Postal addresses.',
      subAttributes: [
        { name: 'formatted', description: 'Full address, ready for display.' },
        { name: 'streetAddress', description: 'Street, house number and the like.' },
        { name: 'locality', description: 'City or town.' },
        { name: 'region', description: 'State or region.' },
        { name: 'postalCode', description: 'Postal code.' },
        { name: 'country', description: 'Country, by its ISO 3166-1 alpha-2 code.' },
        { name: 'type', description: 'Label of the function.', canonicalValues: ['work', 'home', 'other'] },
        { name: 'primary', type: 'boolean', description: 'Whether this is the preferred address; true at most once.' },
      ],
    }),
    attribute({
      name: 'groups',
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      description: 'Groups of which the user is a direct member; changed through the Group resource.',
      subAttributes: [
        { name: 'value', caseExact: true, mutability: 'readOnly', description: 'Id of the group.' },
        {
          name: '$ref',
          type: 'reference',
          caseExact: true,
          mutability: 'readOnly',
          referenceTypes: ['Group'],
          description: 'URI of the group.',
        },
        { name: 'display', mutability: 'readOnly', description: 'Display name of the group.' },
        {
          name: 'type',
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
          description: 'How the membership came about.',
        },
      ],
    }),
    plural('entitlements', 'Entitlements.', {}, ['other']),
    plural('roles', 'Roles.', {}, ['other']),
    plural('x509Certificates', 'X.509 certificates.', { type: 'binary', caseExact: true }, ['other']),
  ],
};

/** The resource type User at /Users, with the enterprise and the Looop extension. */
export const userResourceType: ResourceTypeDefinition = {
  name: 'User',
  description: 'User account.',
  endpoint: '/Users',
  schema: USER_SCHEMA,
  schemaExtensions: [
    { schema: ENTERPRISE_USER_SCHEMA, required: false },
    { schema: LOOOP_USER_SCHEMA, required: false },
  ],
  membership: { attribute: 'groups', side: 'member' },
};
