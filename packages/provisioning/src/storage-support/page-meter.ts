// `ResourceQuery.maxCharacters` and `StorageLimits.maxCharacters`: what a page, and a call, may hold in memory.
import type { MembershipReference } from '@looop-scim/scim/attribute';
import { TooMany } from '@looop-scim/scim/errors';

/**
 * Makes the measure of one page: told the length of one document after the other, as JSON, it answers whether the page still
 * takes it. A page may be shorter than what was asked for (RFC 7644 section 3.4.2.4), but is never empty for that.
 */
export const makePageMeter = (maxCharacters: number): ((characters: number) => boolean) => {
  let taken = 0;
  return (characters) => {
    const isFirst = taken === 0;
    taken += characters;
    return isFirst || taken <= maxCharacters;
  };
};

/** What a membership comes to beside the name that it shows: ids, keys and quotes as they are answered. */
export const CHARACTERS_OF_A_MEMBERSHIP = 160;

/** What a membership comes to, in characters. */
export const membershipCharacters = ({ display = '' }: Pick<MembershipReference, 'display'>): number =>
  CHARACTERS_OF_A_MEMBERSHIP + display.length;

/** A part of a call has had as many characters as it may. */
export class PartExceeded extends Error {}

/** Makes the count of one part of a call: it throws `PartExceeded` beyond the part's limit, `TooMany` beyond the call's. */
export const makeCharacterCount = (ofPart: number, ofCall: number): ((characters: number) => void) => {
  let taken = 0;
  return (characters) => {
    taken += characters;
    if (taken > ofPart) throw new PartExceeded();
    if (taken > ofCall) throw new TooMany({ limit: ofCall, unit: 'characters' });
  };
};
