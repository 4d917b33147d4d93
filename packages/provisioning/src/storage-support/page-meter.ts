// How much a page may hold: its resources are in memory all at once, and then their representations and the text of the answer.

/** Characters of documents, as JSON, that a page has at most, but for a first resource that is longer. */
export const PAGE_CHARACTERS = 16_777_216;

/**
 * Makes the measure of one page: told the length of one document after the other, whether the page still takes it. A page may
 * be shorter than what was asked for (RFC 7644 section 3.4.2.4), but it is never empty for that.
 */
export const makePageMeter = (): ((characters: number) => boolean) => {
  let taken = 0;
  return (characters) => {
    const isFirst = taken === 0;
    taken += characters;
    return isFirst || taken <= PAGE_CHARACTERS;
  };
};
