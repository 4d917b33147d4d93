// Reads that wait for what others have begun to write, and are made again when others wrote in between.
import type { ResourceDocument } from './collections.ts';

/** A resource as far as it tells whether its last write is finished. */
export type Unfinished = Pick<ResourceDocument, '_id' | 'intent'>;

/** Makes visible what the last writes of resources do to memberships. */
export type FinishEffects = (documents: readonly Unfinished[]) => Promise<void>;

/**
 * Whether whoever reads memberships has to wait for the last write of the resource: it changes members, or it is a deletion that
 * groups still show.
 */
export const isUnfinished = ({ intent, type }: Pick<ResourceDocument, 'intent' | 'type'>): boolean =>
  intent !== undefined && (intent.members || type === '');

/** What a read answered, and what it met that has to be finished first. */
export interface Attempt<Answer> {
  readonly answer: Answer;
  readonly unfinished: readonly Unfinished[];
  /** Whether a group was changed between the look at its document and the look at its members. */
  readonly inconsistent: boolean;
}

/** After as many attempts the read answers anyway: writes still unfinished then began after it, so it need not show them. */
const MAX_ATTEMPTS = 8;

/** Reads until nothing unfinished is met. */
export const retryUntilConsistent = async <Answer>(
  finishEffects: FinishEffects,
  attempt: () => Promise<Attempt<Answer>>,
): Promise<Answer> => {
  for (let attempts = 1; ; attempts += 1) {
    const { answer, unfinished, inconsistent } = await attempt();
    if ((unfinished.length === 0 && !inconsistent) || attempts === MAX_ATTEMPTS) return answer;
    await finishEffects(unfinished);
  }
};
