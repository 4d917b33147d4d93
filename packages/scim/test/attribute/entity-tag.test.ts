import { describe, expect, it } from 'vitest';
import { entityTag, matchesEntityTag } from '../../src/attribute/entity-tag.ts';

describe('entityTag', () => {
  it('is weak (RFC 7644 section 3.14)', () => {
    expect(entityTag(7)).toBe('W/"7"');
  });
});

describe('matchesEntityTag', () => {
  it.each(['W/"7"', '"7"', '*', ' * ', '\t"7"', ' , "7" ', 'W/"6", W/"7"', '"6",,\t"7" ,', ',"7"', '"a,b", "7"'])(
    'finds version 7 in %j (RFC 9110 section 13.1.1)',
    (header) => expect(matchesEntityTag(header, 7)).toBe(true),
  );

  it.each(['W/"6"', '""', '', ',', '"70"', '"07"', 'W/"W/7"'])('does not find version 7 in %j', (header) => {
    expect(matchesEntityTag(header, 7)).toBe(false);
  });

  it.each(['7', 'W/7', 'x7"', '"7', 'w/"7"', '"7" "8"', '"7"x', '"7", 8', "'7'", '*, "7"', 'W/ "7"'])(
    'matches nothing with the malformed %j (RFC 9110 section 8.8.3)',
    (header) => expect(matchesEntityTag(header, 7)).toBe(false),
  );
});
