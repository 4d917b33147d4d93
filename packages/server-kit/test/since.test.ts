import { describe, expect, it } from 'vitest';
import { sinceOf } from '../src/operator/since.ts';

const NOW = 1_767_225_600_000;

describe('a time as an operator says it', () => {
  it.each([
    ['90m', NOW - 5_400_000],
    ['24h', NOW - 86_400_000],
    ['7d', NOW - 604_800_000],
    ['2026-01-01', NOW],
    ['2026-01-01T01:30:00+01:00', NOW + 1_800_000],
  ])('%s', (text, at) => {
    expect(sinceOf(text, NOW)).toBe(at);
  });

  it.each(['', 'd', '-1d', '1.5h', '1e3m', '7w', '9999999d', 'yesterday', '2026-13-01', '2026-01-01T25:00:00Z'])(
    '%j is refused with what it may be',
    (text) => {
      expect(() => sinceOf(text, NOW)).toThrow('must be like 90m, 24h, 7d');
    },
  );
});
