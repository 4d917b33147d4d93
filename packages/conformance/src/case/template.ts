// Placeholders of cases: {{base}} is the base URL, {{ana.id}} a place in something saved, {{this.id}} one in the answer at
// hand. A string that is nothing but one placeholder becomes the value itself, whatever its type.
import { isArray, isObject, type Json } from '../json.ts';

/** What placeholders can name. */
export type Saved = ReadonlyMap<string, Json>;

const lookUp = (saved: Saved, reference: string): Json => {
  const [name = '', ...members] = reference.split('.');
  let value = saved.get(name);
  for (const member of members) {
    if (isArray(value)) value = value[Number(member)];
    else value = isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;
  }
  if (value === undefined) throw new Error(`the placeholder {{${reference}}} names nothing`);
  return value;
};

/** Fills the placeholders of a text. */
export const fillText = (text: string, saved: Saved): string => {
  let filled = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('{{', from);
    const end = start === -1 ? -1 : text.indexOf('}}', start);
    if (end === -1) return filled + text.slice(from);
    const value = lookUp(saved, text.slice(start + 2, end));
    filled += text.slice(from, start) + (typeof value === 'string' ? value : JSON.stringify(value));
    from = end + 2;
  }
};

const isOnePlaceholder = (text: string): boolean => text.startsWith('{{') && text.indexOf('}}') === text.length - 2;

/** Fills the placeholders of a value, keys of objects included. */
export const fill = (value: Json, saved: Saved): Json => {
  if (typeof value === 'string') {
    return isOnePlaceholder(value) ? lookUp(saved, value.slice(2, -2)) : fillText(value, saved);
  }
  if (isArray(value)) return value.map((element) => fill(element, saved));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [fillText(key, saved), fill(member, saved)]));
};
