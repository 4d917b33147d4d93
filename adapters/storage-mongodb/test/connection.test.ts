import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { addressOf, connect } from '../src/connection.ts';

describe('addressOf', () => {
  it.each([
    ['mongodb://db.acme.example:27017/looop', 'db.acme.example:27017'],
    ['mongodb://scim:s3cr3t@a.acme.example,b.acme.example/looop?replicaSet=rs', 'a.acme.example,b.acme.example'],
    ['mongodb+srv://scim:p%40ss@cluster.acme.example', 'cluster.acme.example'],
    ['mongodb://scim:p@ss@db.acme.example/', 'db.acme.example'],
    ['mongodb://scim:s3/cr?3t@db.acme.example', 'db.acme.example'],
    ['mongodb://', 'an address that cannot be read'],
  ])('names the servers of %s without credentials', (url, address) => {
    expect(addressOf(url)).toBe(address);
  });
});

describe('connect', () => {
  it.each([
    'mongodb://scim:s3cr3t@',
    'mongodb://scim:s3cr3t@127.0.0.1:x/looop',
    'postgres://scim:s3cr3t@127.0.0.1/looop',
  ])('refuses %s without repeating the password', async (url) => {
    const refused = await connect({ url });
    expect(Result.isFailure(refused)).toBe(true);
    if (Result.isFailure(refused)) expect(refused.failure.message).not.toContain('s3cr3t');
  });

  it('says which address does not answer', async () => {
    // Nobody listens on the discard port.
    const refused = await connect({ url: 'mongodb://scim:s3cr3t@127.0.0.1:9/looop' });
    expect(Result.isFailure(refused) && refused.failure.message).toContain('127.0.0.1:9');
    expect(Result.isFailure(refused) && refused.failure.message).not.toContain('s3cr3t');
  });
});
