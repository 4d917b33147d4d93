// A law that needs a storage: opened once for all cases of the law, closed when it is done.
import type { Storage } from '@looop-scim/provisioning/ports';
import fc from 'fast-check';
import type { OpenStorage } from '../contract/contract-case.ts';
import { parametersOf, type Law, type LawOptions } from '../law.ts';

/**
 * Milliseconds that a case may take on average before a law stops. A counterexample is reported as far as it was shrunk; fewer
 * cases than asked for are a failure. On an idle machine a case takes a tenth of it: the bound ends what hangs.
 */
const LONGEST_MS_A_RUN = 250;

/** Makes a law whose cases share one storage; each has to work in an organisation of its own. */
export const lawOnStorage = <Cases>(
  name: string,
  open: OpenStorage,
  propertyOf: (storage: Storage) => fc.IAsyncProperty<Cases>,
  options: LawOptions = {},
): Law => ({
  name,
  check: async (effort) => {
    const { storage, close } = await open();
    const limit = LONGEST_MS_A_RUN * Math.max(1000, effort.runs);
    const limits = { interruptAfterTimeLimit: limit, markInterruptAsFailure: true };
    try {
      await fc.assert(propertyOf(storage), { ...parametersOf<Cases>(effort, options), ...limits });
    } finally {
      await close();
    }
  },
});
