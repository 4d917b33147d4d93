import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from '../src/pieces.ts';

/** Texts with characters beyond the basic plane, as JSON.stringify writes them: no lone surrogates. */
const texts = fc.array(fc.constantFrom('a', 'ß', '😀', '\u{10ffff}', '"')).map((characters) => characters.join(''));

describe('cut', () => {
  it('makes pieces of at most the length, none of which ends within a character, and which are the text again', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 5 }), (text, longest) => {
        const pieces = cut(text, longest);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(longest);
          expect(piece.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
