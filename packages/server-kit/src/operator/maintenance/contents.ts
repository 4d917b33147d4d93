// What a database holds, as the commands that look after files tell it.
import type { Counts, Inspection } from '@looop-scim/storage-sqlite/maintenance';
import { countOf } from '../columns.ts';

/** Numbers in words. */
export const countsText = ({ organisations, users, groups }: Counts): string =>
  [countOf(organisations, 'organisation'), countOf(users, 'user'), countOf(groups, 'group')].join(', ');

/** As a line of a command's answer. */
export const holdsLine = ({ counts, schemaVersion }: Inspection): string =>
  `Holds: ${countsText(counts)}; schema version ${schemaVersion}`;
