// The number grammar of JSON (RFC 8259 section 6), which SCIM uses for filter values and for numeric strings.

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Index behind the digits that start at `start`; `start` itself when there are none. */
const afterDigits = (text: string, start: number): number => {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
};

const afterFraction = (text: string, start: number): number => {
  if (text[start] !== '.') return start;
  const end = afterDigits(text, start + 1);
  return end === start + 1 ? -1 : end;
};

const afterExponent = (text: string, start: number): number => {
  if (text[start] !== 'e' && text[start] !== 'E') return start;
  const sign = text[start + 1];
  const first = sign === '+' || sign === '-' ? start + 2 : start + 1;
  const end = afterDigits(text, first);
  return end === first ? -1 : end;
};

/** Whether the text is a number as JSON writes them: no leading zeros, no plus sign, no white space. RFC 8259 section 6. */
export const isJsonNumber = (text: string): boolean => {
  const start = text.startsWith('-') ? 1 : 0;
  let end = afterDigits(text, start);
  if (end === start || (text[start] === '0' && end > start + 1)) return false;
  end = afterFraction(text, end);
  if (end < 0) return false;
  return afterExponent(text, end) === text.length;
};
