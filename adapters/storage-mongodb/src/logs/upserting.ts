// Of two upserts that insert the same document at once, one fails because the other was first. Made again, it updates the
// document.
import { isDuplicateKey } from '../mongo-error.ts';

/** Runs an upsert, and runs it again when another one inserted first. */
export const upserting = async <Answer>(upsert: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await upsert();
  } catch (cause) {
    if (!isDuplicateKey(cause)) throw cause;
    return await upsert();
  }
};
