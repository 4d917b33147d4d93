// Of two that insert the same document at once, one is told that the other was first; then there is something to update.
import { isDuplicateKey } from '../mongo-error.ts';

/** Makes an upsert, and makes it again when another one came first. */
export const upserting = async <Answer>(upsert: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await upsert();
  } catch (cause) {
    if (!isDuplicateKey(cause)) throw cause;
    return await upsert();
  }
};
