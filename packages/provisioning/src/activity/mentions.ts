// Search in the activity: by what an identity provider or a log shows of a request.
import type { ActivityRecord } from './activity-record.ts';

/** Characters of what is looked for. */
export const LONGEST_SEARCH = 2000;
/** A shorter text that a record has may stand in anything that is pasted. */
const SHORTEST_DETAIL = 12;

/** The text in the form in which texts are compared: in lower case, with single spaces. */
const normal = (text: string): string => {
  let made = '';
  for (const character of text.trim().toLowerCase()) {
    const isSpace = character.trim() === '';
    if (!isSpace) made += character;
    else if (!made.endsWith(' ')) made += ' ';
  }
  return made;
};

const textsOf = ({
  caller,
  resourceId,
  resourceName,
  failure,
  changes,
  ignored,
}: ActivityRecord): readonly string[] => [
  caller.requestId,
  ...[resourceId, resourceName, failure?.kind, failure?.detail, failure?.existingId].filter(
    (text) => text !== undefined,
  ),
  ...[...changes, ...ignored].map(({ attribute }) => attribute),
];

/**
 * Makes the search for a text: the id of a request, the text of an error or a part of either, a name or an attribute. What is
 * pasted may be longer, such as an error as the identity provider shows it: then it must have the whole id or error within.
 */
export const makeMentions = (text: string): ((record: ActivityRecord) => boolean) => {
  const wanted = normal(text.slice(0, LONGEST_SEARCH));
  const isWithin = (detail: string | undefined): boolean =>
    detail !== undefined && detail.length >= SHORTEST_DETAIL && wanted.includes(normal(detail));
  return (record) =>
    textsOf(record).some((one) => normal(one).includes(wanted)) ||
    isWithin(record.caller.requestId) ||
    isWithin(record.failure?.detail);
};
