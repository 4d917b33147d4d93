// From what somebody types to a filter that the server binds.
import { describe, expect, it } from 'vitest';
import { bindFilter, parseFilter } from '@looop-scim/scim/filter';
import { groupType, userType } from '@looop-scim/scim/schema';
import { groupFilter, peopleFilter, type Depth } from '../src/pages/people/search-filter.ts';

const TYPED = ['ana', 'ana moreira', '"', '\\', 'a" or userName pr or userName eq "', 'é\u2028', '{}[]()'] as const;
const DEPTHS: readonly Depth[] = ['co', 'sw'];

const isBound = (text: string, type: typeof userType): boolean => {
  const parsed = parseFilter(text, { bareValues: false });
  if (parsed._tag === 'Failure') return false;
  const bound = bindFilter(type, parsed.success, {
    unknownAttributes: 'refuse',
    literals: { coerceBooleans: false, coerceScalars: false },
    bareExtensionNames: false,
  });
  return bound._tag === 'Success';
};

describe('a search', () => {
  it.each(TYPED)('is a filter (RFC 7644 section 3.4.2.2) whatever is typed: %s', (q) => {
    for (const depth of DEPTHS) {
      expect(isBound(peopleFilter({ q }, depth), userType)).toBe(true);
      expect(isBound(peopleFilter({ q, state: 'inactive' }, depth), userType)).toBe(true);
      expect(isBound(groupFilter(q, depth), groupType)).toBe(true);
    }
  });

  it('of nothing is everybody', () => {
    expect([peopleFilter({}, 'co'), groupFilter(undefined, 'co')]).toEqual(['', '']);
    expect(peopleFilter({ state: 'active' }, 'co')).toBe('active eq true');
  });

  it('narrows a filter that is typed as it is', () => {
    expect(peopleFilter({ filter: 'title pr or active eq false', q: 'x', state: 'active' }, 'co')).toBe(
      '(title pr or active eq false) and active eq true',
    );
  });
});
