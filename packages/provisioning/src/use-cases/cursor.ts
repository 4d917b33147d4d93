// The cursor of a list (RFC 9865): what the next page needs to know. The client carries it, encrypted for its query.
import * as Result from 'effect/Result';
import type { Scalar } from '@looop-scim/scim/attribute';
import { ExpiredCursor, InvalidCount, InvalidCursor } from '@looop-scim/scim/errors';
import { CURSOR_LIFETIME_SECONDS, type ListQuery, type CursorPosition } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { CursorCipher } from '../ports/outbound/identifiers.ts';

/** What a cursor carries from page to page. */
export interface CursorState {
  readonly position: CursorPosition;
  /** Number of all matches when the first page was read. */
  readonly totalResults: number;
  readonly count: number;
  /** When the cursor was given out, in milliseconds since 1970. */
  readonly at: number;
}

/** Everything that must stay the same from page to page, but for the count, which has an error of its own. */
const contextOf = (type: ResourceType, { filter, sortBy, sortOrder }: ListQuery): string =>
  JSON.stringify([type.name, filter ?? null, sortBy ?? null, sortOrder ?? null]);

/** Writes a cursor. */
export const writeCursor = (cipher: CursorCipher, type: ResourceType, query: ListQuery, state: CursorState): string => {
  const { position, totalResults, count, at } = state;
  return cipher.encrypt(
    JSON.stringify([at, count, totalResults, position.id, position.key ?? null]),
    contextOf(type, query),
  );
};

/** The content of a decrypted cursor. Only `writeCursor` can have made it. */
type Payload = readonly [at: number, count: number, totalResults: number, id: string, key: Scalar | null];

/**
 * Reads a cursor of the same query.
 * Fails: `InvalidCursor` (not ours, or of another organisation, type, filter or sorting); `ExpiredCursor`; `InvalidCount`.
 * RFC 9865 section 2.1.
 */
export const readCursor = (
  cipher: CursorCipher,
  type: ResourceType,
  query: ListQuery & { readonly cursor: string },
  now: number,
): Result.Result<CursorState, InvalidCursor | ExpiredCursor | InvalidCount> => {
  const payload = cipher.decrypt(query.cursor, contextOf(type, query));
  if (payload === undefined) return Result.fail(new InvalidCursor());
  const [at, count, totalResults, id, key]: Payload = JSON.parse(payload);
  if (now - at > CURSOR_LIFETIME_SECONDS * 1000) {
    return Result.fail(new ExpiredCursor({ lifetimeSeconds: CURSOR_LIFETIME_SECONDS }));
  }
  if (count !== query.count) return Result.fail(new InvalidCount({ expected: count }));
  return Result.succeed({ position: { id, ...(key !== null && { key }) }, totalResults, count, at });
};
