// `ResourceQuery.maxCharacters` for storages that read a page one resource after the other.

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
