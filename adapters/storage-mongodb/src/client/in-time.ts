// Deadlines that do not depend on the driver.
import { unavailable } from '../mongo-error.ts';

/** Waits for work, but not longer than a time in milliseconds. Rejects with `StorageUnavailable` when it takes longer. */
export const inTime = async <Answer>(work: Promise<Answer>, milliseconds: number, what: string): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(unavailable(new Error(`${what} took longer than ${milliseconds} ms`))),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
