// What is told of a path below the base URL at which nothing is served (RFC 7644 section 3.2).
import { describe, expect, it } from 'vitest';
import { surplusOf, unknownEndpoint } from '@looop-scim/provisioning';

const description = {
  serviceProviderConfig: {},
  resourceTypes: new Map([
    ['User', { endpoint: '/Users' }],
    ['Group', { endpoint: '/Groups' }],
    ['Device', { endpoint: 7 }],
  ]),
  schemas: new Map(),
};

const toldOf = (path: string) => unknownEndpoint(description, path === '/' ? [] : path.slice(1).split('/'));

describe('a path at which nothing is served', () => {
  it('is answered with the endpoints that there are', () => {
    expect({ ...toldOf('/Shoes/7') }).toStrictEqual({
      _tag: 'EndpointNotFound',
      path: '/Shoes/7',
      endpoints: [
        '/Users',
        '/Groups',
        '/ServiceProviderConfig',
        '/ResourceTypes',
        '/Schemas',
        '/Bulk',
        '/.search',
        '/Me',
      ],
    });
    expect(toldOf('/').path).toBe('/');
  });

  it.each([
    ['/User', '/Users'],
    ['/users/7', '/Users'],
    ['/People', '/Users'],
    ['/teams', '/Groups'],
    ['/schema', '/Schemas'],
    ['/search', '/.search'],
    ['/Shoes', undefined],
    ['/', undefined],
  ])('%s: perhaps %s was meant', (path, meant) => {
    expect(toldOf(path).suggestion).toBe(meant);
    if (meant === undefined) expect(toldOf(path)).not.toHaveProperty('suggestion');
  });

  it('is never taken for an endpoint that the organisation does not have', () => {
    const users = { ...description, resourceTypes: new Map([['User', { endpoint: '/Users' }]]) };
    expect(unknownEndpoint(users, ['teams'])).not.toHaveProperty('suggestion');
  });
});

describe('what a base URL has too much', () => {
  it.each([
    ['/scim/v2', '/scim/v2/scim/v2'],
    ['/SCIM/V2/Users', '/scim/v2/scim/v2'],
    ['/scim/v1/Users', undefined],
    ['/api/v2/Users', undefined],
    ['/Users/Users', '/Users'],
    ['/Users/Groups', '/Users'],
    ['/Groups/ServiceProviderConfig', '/Groups'],
    ['/Users/.search', undefined],
    ['/Users/7', undefined],
    ['/Shoes/Users', undefined],
    ['/Users', undefined],
    ['/', undefined],
  ])('%s: %s', (path, surplus) => {
    const segments = path === '/' ? [] : path.slice(1).split('/');
    expect(surplusOf(description, segments)).toBe(surplus);
    expect(toldOf(path).surplus).toBe(surplus);
    if (surplus === undefined) expect(toldOf(path)).not.toHaveProperty('surplus');
  });
});
