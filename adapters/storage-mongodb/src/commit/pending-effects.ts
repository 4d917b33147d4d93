// What a commit leaves to be done, and where it is kept: in the resource itself, or in pieces beside it when it is large.
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections, PendingEffects, ResourceDocument } from '../collections.ts';
import type { PendingEvent } from '../logs/event-document.ts';
import { LONGEST_TEXT, readPieces, writePieces } from '../pieces.ts';

/** What is to be done after a commit. */
export interface Effects {
  readonly kind: 'change' | 'delete';
  /** Ids of members to be added to the group and removed from it. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** When the write was made, as its caller says. */
  readonly at: number;
  /** Absent for a write that no request asked for: a group loses a member that was deleted. */
  readonly activity?: ActivityRecord;
  readonly events: readonly PendingEvent[];
  /** Of a deletion whose values go from the activity: the name of the resource. */
  readonly erases?: { readonly name?: string };
}

/** A resource whose last write has pending effects. */
export type Unfinished = Pick<ResourceDocument, '_id' | 'o' | 'id'> & { readonly intent: PendingEffects };

/** Makes the pending effects of a commit that leaves the resource with `rev`; large ones are written in pieces first. */
export type PrepareEffects = (organisation: OrganisationId, rev: number, effects: Effects) => Promise<PendingEffects>;

/** Makes the preparation; a change of more memberships than `maxInPlace` is kept in pieces. */
export const makePrepareEffects =
  (collections: Collections, nextWriteId: () => string, maxInPlace: number): PrepareEffects =>
  async (organisation, rev, effects) => {
    const w = nextWriteId();
    const text = JSON.stringify(effects);
    const memberships = effects.add.length + effects.remove.length;
    const pending: PendingEffects = { w, rev, members: memberships > 0 || effects.kind === 'delete' };
    if (memberships <= maxInPlace && text.length <= LONGEST_TEXT) return { ...pending, payload: text };
    await writePieces(collections, { o: organisation, key: w }, text, Date.now());
    return pending;
  };

/** Reads what is to be done; undefined when it was finished in the meantime. */
export const effectsOf = async (
  collections: Collections,
  { o: organisation, intent: pending }: Unfinished,
): Promise<Effects | undefined> => {
  const text = pending.payload ?? (await readPieces(collections, { o: organisation, key: pending.w }));
  // Written by `makePrepareEffects` alone.
  return text === undefined ? undefined : (JSON.parse(text) as Effects);
};
