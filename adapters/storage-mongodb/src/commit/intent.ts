// What a commit leaves to be done, and where it is kept: in the resource itself, or in pieces beside it when it is large.
import type { ActivityRecord, DirectoryEvent } from '@looop-scim/provisioning';
import type { Collections, Intent, ResourceDocument } from '../collections.ts';
import { LONGEST_TEXT, readPieces, writePieces } from '../pieces.ts';

/** What is to be done after a commit. */
export interface IntentPayload {
  readonly kind: 'change' | 'delete';
  /** Ids of members to be added to the group and removed from it. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** When the write was made, as its caller says. */
  readonly at: number;
  /** Absent for a write that no request asked for: a group loses a member that was deleted. */
  readonly activity?: ActivityRecord;
  readonly events: readonly DirectoryEvent[];
  /** Of a deletion whose values go from the activity: the name of the resource. */
  readonly erases?: { readonly name?: string };
}

/** A resource with something to be done. */
export type Unfinished = Pick<ResourceDocument, '_id' | 'o' | 'id'> & { readonly intent: Intent };

/** Makes the intent of a commit that leaves the resource with `rev`; a large one is written in pieces before. */
export type PrepareIntent = (o: string, rev: number, payload: IntentPayload) => Promise<Intent>;

/** Makes the preparation; a delta of more memberships than `mostInPlace` stands in pieces. */
export const makePrepareIntent =
  (collections: Collections, nextWriteId: () => string, mostInPlace: number): PrepareIntent =>
  async (o, rev, payload) => {
    const w = nextWriteId();
    const text = JSON.stringify(payload);
    const memberships = payload.add.length + payload.remove.length;
    const intent: Intent = { w, rev, members: memberships > 0 || payload.kind === 'delete' };
    if (memberships <= mostInPlace && text.length <= LONGEST_TEXT) return { ...intent, payload: text };
    await writePieces(collections, { o, key: w }, text, Date.now());
    return intent;
  };

/** Reads what is to be done; undefined when the intent was finished in the meantime. */
export const payloadOf = async (
  collections: Collections,
  { o, intent }: Unfinished,
): Promise<IntentPayload | undefined> => {
  const text = intent.payload ?? (await readPieces(collections, { o, key: intent.w }));
  // Written by `prepareIntent` alone.
  return text === undefined ? undefined : (JSON.parse(text) as IntentPayload);
};
