import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../src/migrations/migrations.ts';

describe('published migrations', () => {
  it.each([[1, 'a9a06c71923bb46da5d1fad12fda6449fc362a54c4526ed171f0261f1baac92b']])(
    '%i is as it was published',
    (version, sha256) => {
      const { indexes } = MIGRATIONS[version - 1] ?? {};
      expect(createHash('sha256').update(JSON.stringify(indexes)).digest('hex')).toBe(sha256);
    },
  );
});
