// Texts that are too long for the document that they belong to: written beside it first, in pieces, and referred to by key.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { Collections } from './collections.ts';
import { refusedPositions } from './mongo-error.ts';

/** Longest text within another document, in UTF-16 units; at most three bytes each, of the 16 MB that a document may have. */
export const LONGEST_TEXT = 1_048_576;

/** Where pieces belong. */
export interface PieceKey {
  readonly o: OrganisationId;
  readonly key: string;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Cuts a text between characters: half of a surrogate pair would not survive. */
export const cut = (text: string, longest: number): readonly string[] => {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + longest, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
};

/** Writes a text; again with the same key it must be the same text. `at` marks pieces that may be left behind by a crash. */
export const writePieces = async (
  { pieces }: Collections,
  { o: organisation, key }: PieceKey,
  text: string,
  at?: number,
): Promise<void> => {
  const documents = cut(text, LONGEST_TEXT).map((piece, n) => ({
    o: organisation,
    key,
    n,
    text: piece,
    ...(at !== undefined && { at }),
  }));
  try {
    await pieces.insertMany(documents, { ordered: false });
  } catch (cause) {
    if (refusedPositions(cause) === undefined) throw cause;
  }
};

/** Reads a text back; undefined when nothing is there. */
export const readPieces = async (
  { pieces }: Collections,
  { o: organisation, key }: PieceKey,
): Promise<string | undefined> => {
  const found = await pieces.find({ o: organisation, key }).sort({ n: 1 }).toArray();
  return found.length === 0 ? undefined : found.map(({ text }) => text).join('');
};

/** Removes a text. */
export const removePieces = async ({ pieces }: Collections, { o: organisation, key }: PieceKey): Promise<void> => {
  await pieces.deleteMany({ o: organisation, key });
};
