// People and groups as lines.
import { printable } from '@looop-scim/provisioning/activity';
import type { PlatformGroup, PlatformUser } from '@looop-scim/provisioning/events';
import { isoOf } from './answer.ts';
import { minuteOf } from './columns.ts';

const timesOf = ({ createdAt, updatedAt }: { readonly createdAt: number; readonly updatedAt: number }): object => ({
  created: isoOf(createdAt),
  updated: isoOf(updatedAt),
});

/** A person in one line. */
export const userLine = ({ userName, active, id, profile, updatedAt }: PlatformUser): string => {
  const { displayName } = profile;
  const name = typeof displayName === 'string' ? [displayName] : [];
  return printable(
    [userName, active ? 'active' : 'inactive', id, `changed ${minuteOf(updatedAt)}`, ...name].join('  '),
  );
};

/** The same for programs, with the profile. */
export const userJson = ({ createdAt, updatedAt, ...user }: PlatformUser): object => ({
  ...user,
  ...timesOf({ createdAt, updatedAt }),
});

/** A group in one line. */
export const groupLine = ({ displayName, id, externalId, updatedAt }: PlatformGroup): string =>
  printable(
    [
      displayName,
      id,
      `changed ${minuteOf(updatedAt)}`,
      ...(externalId === undefined ? [] : [`externalId ${externalId}`]),
    ].join('  '),
  );

/** The same for programs, without members. */
export const groupJson = ({ createdAt, updatedAt, ...group }: PlatformGroup): object => ({
  ...group,
  ...timesOf({ createdAt, updatedAt }),
});
