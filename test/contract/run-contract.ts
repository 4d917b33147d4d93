// Runs the contract of the storage ports under vitest, whole: no adapter leaves out a case.
import { closingContract, storageContract, type OpenStorage } from '@looop-scim/laws';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { shared } from '../support/storage/open-stores.ts';

const SLOWEST_CASE_MS = 280_000;

/** Registers one test a case; one storage serves all cases, except those that close it. */
export const runContract = (title: string, open: OpenStorage): void => {
  describe(title, () => {
    const storage = shared(open);
    // Opened for all cases: what is opened here belongs to none of them.
    beforeAll(storage.open);
    afterAll(storage.close);
    for (const { name, check } of [...storageContract(storage.open), ...closingContract(open)]) {
      it(name, { timeout: SLOWEST_CASE_MS }, check);
    }
  });
};
