// What the domain adds to the rules of the protocol.
import { describe, expect, it } from 'vitest';
import { displayOf, nameOf } from '@looop-scim/provisioning';
import type { Complex } from '@looop-scim/scim/attribute';
import { Uniqueness } from '@looop-scim/scim/errors';
import { interopPolicy, strictPolicy } from '@looop-scim/scim/interop';
import { attribute, groupType, makeSchemaRegistry, userType, type ResourceType } from '@looop-scim/scim/schema';
import {
  uniqueAttributes,
  uniqueKeysOf,
  withDefaults,
  withFormattedName,
  withoutSecrets,
} from '../../src/rules/resource-rules.ts';
import { withTakenValue } from '../../src/rules/taken-value.ts';

const CORE = 'urn:example:params:scim:schemas:core:2.0:Badge';
const EXTENSION = 'urn:example:params:scim:schemas:extension:door:2.0:Badge';

const unique = { uniqueness: 'server' } as const;

/** A type with unique attributes of every kind. */
const badgeType = ((): ResourceType => {
  const { resourceTypes } = makeSchemaRegistry(
    [
      {
        id: CORE,
        name: 'Badge',
        description: '',
        attributes: [
          attribute({ name: 'displayName' }),
          attribute({ name: 'number', type: 'integer', uniqueness: 'global' }),
          attribute({ name: 'flag', type: 'boolean', ...unique }),
          attribute({ name: 'labels', multiValued: true, ...unique }),
          attribute({ name: 'chip', type: 'complex', ...unique, subAttributes: [{ name: 'code' }] }),
        ],
      },
      {
        id: EXTENSION,
        name: 'Door',
        description: '',
        attributes: [attribute({ name: 'door', ...unique }), attribute({ name: 'displayName' })],
      },
    ],
    [
      {
        name: 'Badge',
        description: '',
        endpoint: '/Badges',
        schema: CORE,
        schemaExtensions: [{ schema: EXTENSION, required: false }],
      },
    ],
  );
  const [type] = resourceTypes;
  if (type === undefined) throw new TypeError('the registry has no type');
  return type;
})();

const pathsOf = (type: ResourceType, policy = interopPolicy) => uniqueAttributes(type, policy).map(({ path }) => path);

describe('the unique attributes', () => {
  it('of users and groups are their names, of groups as far as the policy says so', () => {
    expect([pathsOf(userType), pathsOf(userType, strictPolicy)]).toEqual([['userName'], ['userName']]);
    expect([pathsOf(groupType), pathsOf(groupType, strictPolicy)]).toEqual([['displayName'], []]);
  });

  it('of any type are the simple ones that the schema calls unique, also in extensions (RFC 7643 section 7)', () => {
    expect(pathsOf(badgeType)).toEqual(['number', 'flag', `${EXTENSION}:door`]);
  });

  it('hold a key for each value, whatever its type', () => {
    const keysOf = (document: Complex) => uniqueKeysOf(uniqueAttributes(badgeType, interopPolicy), document);
    expect(keysOf({ number: 7, flag: false, [EXTENSION]: { door: 'North' } })).toEqual([
      { attribute: 'number', key: '7' },
      { attribute: 'flag', key: 'false' },
      { attribute: `${EXTENSION}:door`, key: 'north' },
    ]);
    expect(keysOf({ number: [], flag: {}, displayName: 'x' })).toEqual([]);
  });
});

describe('a document that is stored', () => {
  it('has no secret, and everything else (RFC 7643 section 9.2)', () => {
    const kept = { userName: 'ana', shoeSize: 38, name: { givenName: 'Ana' } };
    expect(withoutSecrets(userType, { ...kept, password: 'x', Password: 'y' })).toEqual(kept);
    expect(withoutSecrets(groupType, { password: 'x' })).toEqual({ password: 'x' });
  });

  it('is active where it may be and nothing was said of it', () => {
    expect(withDefaults(userType, { userName: 'ana' })).toEqual({ userName: 'ana', active: true });
    expect(withDefaults(userType, { active: false })).toEqual({ active: false });
    expect(withDefaults(groupType, { displayName: 'Sales' })).toEqual({ displayName: 'Sales' });
  });
});

describe('a formatted name', () => {
  it.each<readonly [string, before: Complex, after: Complex, name: Complex | undefined]>([
    ['is not made up', { givenName: 'A' }, { givenName: 'B' }, { givenName: 'B' }],
    [
      'follows its parts',
      { givenName: 'A', formatted: 'A' },
      { givenName: 'B', formatted: 'A' },
      { givenName: 'B', formatted: 'B' },
    ],
    ['goes with them', { givenName: 'A', formatted: 'A' }, { formatted: 'A' }, undefined],
    [
      'goes alone where something else is left',
      { givenName: 'A', formatted: 'A' },
      { formatted: 'A', nick: 'x' },
      { nick: 'x' },
    ],
  ])('%s', (_title, before, after, name) => {
    expect(withFormattedName({ name: before }, { userName: 'ana', name: after })).toEqual({
      userName: 'ana',
      ...(name !== undefined && { name }),
    });
  });
});

describe('the name of a resource', () => {
  it.each<readonly [Complex, name: string | undefined, display: string | undefined]>([
    [{ userName: 'ana', displayName: 'Ana Pop' }, 'ana', 'Ana Pop'],
    [{ userName: 'ana' }, 'ana', 'ana'],
    [{ displayName: 'Sales' }, 'Sales', 'Sales'],
    [{ displayName: 7, userName: 7 }, undefined, undefined],
    [{}, undefined, undefined],
  ])('%j: people know it by %j, memberships show %j', (document, name, display) => {
    expect([nameOf(document), displayOf(document)]).toEqual([name, display]);
  });
});

describe('a value that is taken', () => {
  const taken = (attributePath: string) => new Uniqueness({ resourceType: 'User', attribute: attributePath });

  it('is told to whoever sent it, with whether case counts', () => {
    expect(withTakenValue(userType, { userName: 'Ana' }, taken('userName'))).toMatchObject({
      attribute: 'userName',
      value: 'Ana',
      caseExact: false,
    });
    expect(withTakenValue(userType, { externalId: 'x' }, taken('externalId'))).toMatchObject({ caseExact: true });
  });

  it('is not told when it is secret or missing, and other failures stay as they are', () => {
    for (const document of [{ password: 'x' }, {}]) {
      const told = withTakenValue(userType, document, taken('password'));
      expect(told).toMatchObject({ attribute: 'password' });
      expect(told).not.toHaveProperty('value');
    }
    const unknown = taken('nobody');
    expect(withTakenValue(userType, { userName: 'Ana' }, unknown)).toBe(unknown);
    expect(withTakenValue(userType, {}, 'another failure')).toBe('another failure');
  });
});
