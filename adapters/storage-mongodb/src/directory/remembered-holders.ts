// What was found of tokens is remembered for a few seconds; what is changed through this process is forgotten at once.
import QuickLRU from 'quick-lru';
import type { TokenHolder } from '@looop-scim/provisioning/organisation';

/** How long another process may not notice that a token was revoked or SCIM switched off. */
const REMEMBERED_MS = 5_000;

const MAX_REMEMBERED = 10_000;

/** Holders of tokens by fingerprint. */
export interface RememberedHolders {
  /** What is remembered of a fingerprint, else what the look-up finds. */
  readonly recall: (
    fingerprint: string,
    lookUp: () => Promise<readonly TokenHolder[]>,
  ) => Promise<readonly TokenHolder[]>;
  /** Called after a change of a token. */
  readonly forget: (fingerprint: string) => void;
  /** Called after a change of an organisation. */
  readonly forgetAll: () => void;
}

/** Makes an empty memory. */
export const makeRememberedHolders = (): RememberedHolders => {
  const holders = new QuickLRU<string, readonly TokenHolder[]>({ maxSize: MAX_REMEMBERED, maxAge: REMEMBERED_MS });
  let changes = 0;
  return {
    recall: async (fingerprint, lookUp) => {
      const known = holders.get(fingerprint);
      if (known !== undefined) return known;
      const changesBefore = changes;
      const found = await lookUp();
      // A look-up that began before a change may not show it. Unknown tokens are not remembered, so that guesses do not push
      // real ones out.
      if (found.length > 0 && changes === changesBefore) holders.set(fingerprint, found);
      return found;
    },
    forget: (fingerprint) => {
      changes += 1;
      holders.delete(fingerprint);
    },
    forgetAll: () => {
      changes += 1;
      holders.clear();
    },
  };
};
