// Cuts a filter or a PATCH path into tokens. Strings are JSON strings and arrive decoded; everything between white space,
// brackets and strings is a word, and the parser alone knows what a word stands for.

/** A token; `start` and `end` are 0-based offsets in the text. */
export interface FilterToken {
  /** `fault` stands for what cannot be a token and ends the list; so does `end`. */
  readonly kind: 'word' | 'string' | '(' | ')' | '[' | ']' | 'end' | 'fault';
  /** The word, the decoded string or the reason of the fault; otherwise empty. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const QUOTE = 34;
const BACKSLASH = 92;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

const isBracket = (char: string): char is '(' | ')' | '[' | ']' =>
  char === '(' || char === ')' || char === '[' || char === ']';

const fault = (text: string, start: number): FilterToken => ({ kind: 'fault', text, start, end: start });

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const isHexDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);

/** The character that the escape at `start` stands for and its length; undefined when JSON has no such escape. */
const readEscape = (text: string, start: number): { readonly char: string; readonly length: number } | undefined => {
  const letter = text.charAt(start + 1);
  if (letter !== 'u') {
    const char = ESCAPES.get(letter);
    return char === undefined ? undefined : { char, length: 2 };
  }
  const digits = text.slice(start + 2, start + 6);
  for (let index = 0; index < 4; index += 1) if (!isHexDigit(digits.charCodeAt(index))) return undefined;
  return { char: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
};

const finishString = (value: string, start: number, end: number): FilterToken => {
  if (!value.isWellFormed()) return fault('the string has half of a surrogate pair', start);
  if (value.includes('\u0000')) return fault('the string has the character U+0000', start);
  return { kind: 'string', text: value, start, end };
};

/** Reads the JSON string that opens at `start` (RFC 8259 section 7). */
const readString = (text: string, start: number): FilterToken => {
  let value = '';
  let from = start + 1;
  let index = from;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return finishString(value + text.slice(from, index), start, index + 1);
    if (code < 32) return fault('control characters in strings must be escaped', index);
    if (code !== BACKSLASH) {
      index += 1;
      continue;
    }
    const escape = readEscape(text, index);
    if (escape === undefined) return fault('this is not an escape of JSON', index);
    value += text.slice(from, index) + escape.char;
    index += escape.length;
    from = index;
  }
  return fault('the string that begins here is not closed', start);
};

const readWord = (text: string, start: number): FilterToken => {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code <= 32 || code === QUOTE || isBracket(text.charAt(end))) break;
    end += 1;
  }
  const word = text.slice(start, end);
  if (word === '') return fault('control characters are not allowed here', start);
  return word.isWellFormed()
    ? { kind: 'word', text: word, start, end }
    : fault('half of a surrogate pair is not allowed here', start);
};

const readToken = (text: string, start: number): FilterToken => {
  const char = text.charAt(start);
  if (char === '') return { kind: 'end', text: '', start, end: start };
  if (isBracket(char)) return { kind: char, text: '', start, end: start + 1 };
  return char === '"' ? readString(text, start) : readWord(text, start);
};

/**
 * Cuts a text into tokens; the last one is `end`, or `fault` where no token can be. Linear in the length of the text; never
 * throws. White space is space, tab and line break. RFC 7644 section 3.4.2.2, Figure 1.
 */
export const lexFilter = (text: string): readonly FilterToken[] => {
  const tokens: FilterToken[] = [];
  let index = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(index))) index += 1;
    const token = readToken(text, index);
    tokens.push(token);
    if (token.kind === 'end' || token.kind === 'fault') return tokens;
    index = token.end;
  }
};
