// E-mail addresses by which people sign in. They are names here: no mail is sent.
import { isPlainText } from '../rules/plain-text.ts';

/** Longest address that mail servers take, in characters. */
const LONGEST_ADDRESS = 254;

const isBlank = (character: string): boolean => character.trim() === '';

/** The address as it is compared: composed, in lower case, without blanks around it. */
export const normalisedEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Whether a normalised address can name an account: one `@` with something before it and a domain after it, no blanks. */
export const isEmailAddress = (address: string): boolean => {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return (
    at >= 1 &&
    address.indexOf('@') === at &&
    domain.length >= 1 &&
    !domain.startsWith('.') &&
    !domain.endsWith('.') &&
    address.length <= LONGEST_ADDRESS &&
    isPlainText(address) &&
    ![...address].some(isBlank)
  );
};
