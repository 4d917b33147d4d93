// Reads that wait for what others have begun to write, and are made again when others wrote in between.
import type { ResourceDocument } from './collections.ts';

/** A resource whose intent is not finished. */
export type Unfinished = Pick<ResourceDocument, '_id' | 'intent'>;

/** Finishes intents. */
export type Settle = (documents: readonly Unfinished[]) => Promise<void>;

/** Whether reading memberships has to wait for the intent: of a write of members, or of a deletion that others still show. */
export const isUnfinished = ({ intent, type }: Pick<ResourceDocument, 'intent' | 'type'>): boolean =>
  intent !== undefined && (intent.members || type === '');

/** What a read answered, and what it met that has to be finished first. */
export interface Attempt<Answer> {
  readonly answer: Answer;
  readonly unfinished: readonly Unfinished[];
  /** Whether a group was changed between the look at its document and the look at its members. */
  readonly torn: boolean;
}

/** Intents that are still met after as many attempts were begun after the read: none of them has been acknowledged before it. */
const MOST_ATTEMPTS = 8;

/** Reads until nothing unfinished is met. */
export const settling = async <Answer>(settle: Settle, attempt: () => Promise<Attempt<Answer>>): Promise<Answer> => {
  for (let attempts = 1; ; attempts += 1) {
    const { answer, unfinished, torn } = await attempt();
    if ((unfinished.length === 0 && !torn) || attempts === MOST_ATTEMPTS) return answer;
    await settle(unfinished);
  }
};
