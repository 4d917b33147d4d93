// Names that people type stand in lists, logs and terminals: on one line, and in the direction in which they were written.

const isControl = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029 || code === 0xfeff;

/** Characters that turn the direction of text, and so could show something else than there is. */
const isDirection = (code: number): boolean =>
  code === 0x061c ||
  (code >= 0x200e && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069);

/** Whether a character steers how text is shown: a control character, a line break, or one that turns the direction. */
export const isSteering = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return isControl(code) || isDirection(code);
};

/** Whether a text can be shown as it is: no character of it steers, and no surrogate stands alone. */
export const isPlainText = (text: string): boolean => text.isWellFormed() && ![...text].some(isSteering);

/** What `isPlainText` asks for, in words that follow `has` or `must have`. */
export const PLAIN_TEXT = 'no line breaks, no control characters and none that turn the direction of text';
