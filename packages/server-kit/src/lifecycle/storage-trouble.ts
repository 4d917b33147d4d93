// What an operator is told of a store that cannot be used.
import { StorageUnavailable } from '@looop-scim/scim/errors';
import type { App } from '../app.ts';

const tagOf = (error: unknown): string | undefined =>
  error instanceof Error && '_tag' in error && typeof error._tag === 'string' ? error._tag : undefined;

/** Failures of opening a store that does not exist, in whichever technology. */
const MISSING = ['DatabaseMissing', 'MongoDatabaseMissing'];

/** Whether a store was to be opened that does not exist. */
export const isMissingStore = (error: unknown): error is Error => MISSING.includes(tagOf(error) ?? '');

const isDamagedStore = (error: unknown): boolean => {
  if (error instanceof StorageUnavailable) return error.problem === 'damaged';
  if (tagOf(error) === 'DatabaseDamaged') return true;
  return error instanceof Error && 'mayBeDamaged' in error && error.mayBeDamaged === true;
};

const textOf = (error: unknown): string => {
  if (error instanceof StorageUnavailable) return textOf(error.cause);
  return error instanceof Error ? error.message : String(error);
};

const BACKUP_ADVICE =
  'Make room and start again, or make a backup elsewhere and set LOOOP_SCIM_UPGRADE_BACKUPS=0 for one start';

/** What an error says; of a damaged store also the command that mends it. */
export const storageTrouble = (error: unknown, { operatorCommand }: Pick<App, 'operatorCommand'>): string => {
  const text = textOf(error);
  if (tagOf(error) === 'DatabaseNotBackedUp') return `${text} ${BACKUP_ADVICE}`;
  if (tagOf(error) === 'DatabaseTooNew') return `${text} Restore it by: ${operatorCommand} restore FILE`;
  if (!isDamagedStore(error)) return text;
  return `${text}${text.endsWith('.') ? '' : '.'} Look at it by: ${operatorCommand} check; restore a backup by: ${operatorCommand} restore FILE`;
};
