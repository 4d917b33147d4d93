// How a person is called.
import type { ProfileValue, User } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

/** A value of a profile as people read it; empty when there is none. */
export const textOf = (value: ProfileValue | undefined): string => {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? text.person.yes : text.person.no;
  return typeof value === 'string' ? value : value.join(', ');
};

/** The display name, else given and family name, else the user name. */
export const personName = ({ profile, userName }: Pick<User, 'profile' | 'userName'>): string => {
  const display = textOf(profile['displayName']);
  if (display !== '') return display;
  const names = [profile['givenName'], profile['familyName']].map(textOf).filter((name) => name !== '');
  return names.length === 0 ? userName : names.join(' ');
};
