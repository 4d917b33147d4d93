// Whose the files are that a command makes beside a database.
import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Gives a file that root has made to whom the database belongs or, where there is none, its directory. Whoever is not root has made
 * the file as themselves. Throws what the file system says.
 */
export const giveToOwnerOf = (path: string, file: string): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(path, { throwIfNoEntry: false }) ?? statSync(dirname(path));
  chownSync(file, uid, gid);
};
