import { compareStrings } from '@looop-scim/scim/attribute';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFTER_ENCODED, encodeText } from '../src/encoding/text-order.ts';

const numRuns = Number(process.env['FC_RUNS'] ?? 2000);

// Units at both ends of every range that the encoding treats apart, pairs and halves of pairs among them.
const units = fc.constantFrom(
  ...[
    '\u0000',
    'a',
    'b',
    '$',
    '\ud63f',
    '\ud640',
    '\ud67f',
    '\ud700',
    '\ud7ff',
    '\ud800',
    '\udbff',
    '\udc00',
    '\udfff',
  ],
  ...['\ue000', '\uffff', '😀', '\u{10ffff}'],
);
const text = fc.oneof(
  fc.array(units, { maxLength: 5 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
/** A text and a part of it, or any other text. */
const pairs = fc.oneof(
  fc.tuple(text, text),
  fc
    .tuple(text, fc.nat(12), fc.nat(12))
    .map(([whole, from, length]) => [whole, whole.slice(from, from + length)] as const),
);

const bytes = (value: string): Buffer => Buffer.from(value, 'utf8');
const unitOrder = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

describe('encodeText', () => {
  it('keeps the order of compareStrings, by bytes of UTF-8 and by UTF-16 units', () => {
    fc.assert(
      fc.property(pairs, ([left, right]) => {
        const order = Math.sign(compareStrings(left, right));
        const [a, b] = [encodeText(left), encodeText(right)];
        expect(Buffer.compare(bytes(a), bytes(b))).toBe(order);
        expect(unitOrder(a, b)).toBe(order);
      }),
      { numRuns },
    );
  });

  it('keeps parts, prefixes and suffixes, and makes no new ones', () => {
    fc.assert(
      fc.property(pairs, ([whole, part]) => {
        const [a, b] = [encodeText(whole), encodeText(part)];
        expect(a.includes(b)).toBe(whole.includes(part));
        expect(a.startsWith(b)).toBe(whole.startsWith(part));
        expect(a.endsWith(b)).toBe(whole.endsWith(part));
        expect(a >= b && a < `${b}${AFTER_ENCODED}`).toBe(whole.startsWith(part));
      }),
      { numRuns },
    );
  });

  it('survives UTF-8, lone surrogates included', () => {
    fc.assert(
      fc.property(text, (value) => {
        const encoded = encodeText(value);
        expect(encoded.isWellFormed()).toBe(true);
        expect(bytes(encoded).toString('utf8')).toBe(encoded);
      }),
      { numRuns },
    );
  });
});
