import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LOOKUP_ATTRIBUTES } from '@looop-scim/provisioning/storage-support';
import { MIGRATIONS } from '../src/migrations/migrations.ts';

describe('published migrations', () => {
  const published = [
    [1, 'a9a06c71923bb46da5d1fad12fda6449fc362a54c4526ed171f0261f1baac92b'],
    [2, '806fb913bbc8a142abc8a7808c08ad1da95402fbb6d10b80c7232dbf5630ea74'],
    [3, 'a3d4c83f8cb8ed7c7a5c2b731f93b67979b1be4bdb5fc0569ac23bed15ed7e26'],
    [4, '237a498c240a9dea0049cc990ea7892323315a465683752bffd538c7bb6c83e1'],
    [5, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
    [6, '4c0d201de1ee4872afdf8a9c352fe3f2c765006aed5c080c90c74cb7c157194f'],
    [7, '8209564283f1d8dbe6eb37056c8eacafb781028d21d6c7237d2333cde3f63324'],
    [8, '9ac59cb34bae597c254f470f175c1b67204226aa026a35430a7ec2010d2c4df7'],
    [9, 'e3935ae0e2b4d3917a2ccae12f0c97a23fdbb89889f2405c505362d4dd4b38c6'],
  ] as const;

  it('all have their hash here', () => {
    expect(published.map(([version]) => version)).toEqual(MIGRATIONS.map((_migration, index) => index + 1));
  });

  it.each(published)('%i is as it was published', (version, sha256) => {
    const { indexes } = MIGRATIONS[version - 1] ?? {};
    expect(createHash('sha256').update(JSON.stringify(indexes)).digest('hex')).toBe(sha256);
  });
});

describe('the attributes that resources are looked up by', () => {
  // Stored with each resource when it is written, and relied on by filters: resources that were stored before an attribute was
  // looked up would not be found by it. A version that adds one has to fill it in.
  const first = {
    User: ['userName', 'externalId', 'emails.value', 'displayName'],
    Group: ['displayName', 'externalId'],
  };
  const byVersion = new Map([
    [1, first],
    [2, first],
    [3, first],
    [4, first],
    [5, first],
    [6, first],
    [7, first],
    [8, first],
    [9, first],
  ]);
  it('change only with the version of the schema', () => {
    expect(LOOKUP_ATTRIBUTES).toEqual(byVersion.get(MIGRATIONS.length));
  });
});
