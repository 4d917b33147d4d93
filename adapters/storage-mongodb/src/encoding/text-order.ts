// Texts as they are stored for comparison. The database compares bytes of UTF-8, compatible services UTF-16 units, and neither
// keeps a lone surrogate; the pure core compares unit by unit with surrogates last. The encoding makes all of them agree.

/** Units from here on are written as two characters. */
const FIRST_ENCODED = 0xd6_40;
const FIRST_TRAIL = 0xd7_00;
const FIRST_SURROGATE = 0xd8_00;
const AFTER_SURROGATES = 0xe0_00;

/** Surrogates rank after every other unit. */
const SURROGATE_RANK = FIRST_SURROGATE - FIRST_ENCODED + (0x1_00_00 - AFTER_SURROGATES);

/** Greater than every character of an encoded text: the end of the range of texts with a prefix. */
export const AFTER_ENCODED = '\ue000';

/** Rank of a unit among the encoded ones in the order of `compareStrings`; less than 2 to the 14th. */
const rankOf = (unit: number): number => {
  if (unit < FIRST_SURROGATE) return unit - FIRST_ENCODED;
  if (unit < AFTER_SURROGATES) return SURROGATE_RANK + (unit - FIRST_SURROGATE);
  return FIRST_SURROGATE - FIRST_ENCODED + (unit - AFTER_SURROGATES);
};

const encodeUnit = (unit: number): string => {
  if (unit < FIRST_ENCODED) return String.fromCharCode(unit);
  const rank = rankOf(unit);
  return String.fromCharCode(FIRST_ENCODED + Math.floor(rank / 256), FIRST_TRAIL + (rank % 256));
};

const isPlain = (text: string): boolean => {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) >= FIRST_ENCODED) return false;
  return true;
};

/**
 * Encodes a text unit by unit, so that order (that of `compareStrings`), prefixes, suffixes and parts of encoded texts are
 * those of the texts, whether they are compared by bytes of UTF-8 or by UTF-16 units. Units below U+D640 stand for themselves.
 * Every other one becomes a lead in U+D640..U+D67F and a trail in U+D700..U+D7FF; no unit is in two of the three sets, hence
 * no part matches in the middle of a pair. The result has no surrogates: also lone ones survive UTF-8.
 */
export const encodeText = (text: string): string => {
  if (isPlain(text)) return text;
  let encoded = '';
  for (let index = 0; index < text.length; index += 1) encoded += encodeUnit(text.charCodeAt(index));
  return encoded;
};
