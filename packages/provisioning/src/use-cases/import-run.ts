// The state of an import, and what its users and groups have in common.
import type { Caller } from '../activity/activity-record.ts';
import type { LineFault } from '../directory/apply-line.ts';
import {
  IMPORT_CALLER,
  type ImportLine,
  type ImportSettings,
  type LineOutcome,
} from '../ports/inbound/directory-import.ts';

/** A line that could be read. */
export type ReadableLine = Extract<ImportLine, { readonly cells: unknown }>;

/** Who writes, for the activity. */
export const callerOf = ({ requestId }: ImportSettings): Caller => ({ tokenFingerprint: IMPORT_CALLER, requestId });

/** The outcome of a line that is refused. */
export const refusedLine = ({ line }: { readonly line: number }, fault: LineFault): LineOutcome => ({
  line,
  kind: 'refused',
  ...fault,
});

/** Which line said a value first, and of which resource. */
interface Claimant {
  readonly line: number;
  /** The value by which the line finds its resource. */
  readonly owner: string;
  /** Whether other such lines may be about the same resource. */
  readonly isShared: boolean;
}

/** What lines have said so far of attributes whose values are unique, so that a file cannot say two things of one resource. */
export interface Claims {
  /** Claims a value for a line. The answer is the earlier line that has it already, if there is one that does not share it. */
  readonly claim: (key: string, claimant: Claimant) => number | undefined;
}

/** Makes claims of values. They take some hundred bytes a line, of lines that share nothing less. */
export const makeClaims = (): Claims => {
  const known = new Map<string, number | Claimant>();
  return {
    claim: (key, claimant) => {
      const earlier = known.get(key);
      if (earlier === undefined) {
        known.set(key, claimant.isShared ? claimant : claimant.line);
        return undefined;
      }
      if (typeof earlier === 'number') return earlier;
      return claimant.isShared && earlier.owner === claimant.owner ? undefined : earlier.line;
    },
  };
};
