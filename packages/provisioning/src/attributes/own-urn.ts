// URNs of extensions that organisations choose (RFC 8141, RFC 7643 section 10.2.1).
import { ATTRIBUTE_LIMITS } from './own-attribute.ts';

const isAlphanumeric = (character: string): boolean =>
  (character >= 'a' && character <= 'z') ||
  (character >= 'A' && character <= 'Z') ||
  (character >= '0' && character <= '9');

const isNamespaceCharacter = (character: string): boolean => isAlphanumeric(character) || character === '-';

const isSpecificCharacter = (character: string): boolean =>
  isNamespaceCharacter(character) || ':._'.includes(character);

/** Namespaces of the protocol: an extension may be registered in one of them alone. RFC 7643 section 10.2.1. */
const RESERVED = 'urn:ietf:params:scim:';
const FREE_WITHIN = 'urn:ietf:params:scim:schemas:extension:';

/**
 * Whether the text can name an extension of an organisation: a URN of letters, digits and `. : - _` whose last character is a
 * letter or digit. Below `urn:ietf:params:scim:` only names of extensions are free, which is where some providers put them.
 */
export const isOwnUrn = (text: string): boolean => {
  if (text.length > ATTRIBUTE_LIMITS.urnCharacters) return false;
  const lower = text.toLowerCase();
  if (!lower.startsWith('urn:')) return false;
  if (lower.startsWith(RESERVED) && !lower.startsWith(FREE_WITHIN)) return false;
  const rest = text.slice('urn:'.length);
  const colon = rest.indexOf(':');
  const [namespace, specific] = [rest.slice(0, Math.max(colon, 0)), rest.slice(colon + 1)];
  if (namespace.length < 2 || namespace.length > 32) return false;
  if (!isAlphanumeric(namespace.charAt(0)) || !Array.from(namespace).every(isNamespaceCharacter)) return false;
  const last = specific.at(-1);
  return last !== undefined && isAlphanumeric(last) && Array.from(specific).every(isSpecificCharacter);
};

/** Whether a path of one of two different URNs could be read as a path of the other: one goes on where the other ends. */
export const standsInTheWay = (known: string, wanted: string): boolean => {
  const [one, other] = [known.toLowerCase(), wanted.toLowerCase()];
  const isWithin = (longer: string, shorter: string): boolean =>
    longer.startsWith(shorter) && (longer[shorter.length] === ':' || longer[shorter.length] === '.');
  return isWithin(one, other) || isWithin(other, one);
};
