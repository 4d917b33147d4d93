import type { Complex } from '../attribute/value.ts';
import { LIST_RESPONSE } from '../schema/urns.ts';

/** One page of a list, as found. */
export interface ListPage {
  /** Number of all matches, whatever the page. */
  readonly totalResults: number;
  /** 1-based index of the first resource of the page; absent for a page by cursor. */
  readonly startIndex?: number;
  /** The cursor of the next page; absent on the last page. RFC 9865 section 2. */
  readonly nextCursor?: string;
  readonly representations: readonly Complex[];
}

/** Answer to a query. RFC 7644 section 3.4.2. */
export interface ListResponseMessage {
  readonly schemas: readonly [typeof LIST_RESPONSE];
  readonly totalResults: number;
  readonly startIndex?: number;
  readonly nextCursor?: string;
  /** How many resources the page has, not how many were asked for (OKTA-45). */
  readonly itemsPerPage: number;
  /** Always there, also when empty: clients read its length. */
  readonly Resources: readonly Complex[];
}

/** The ListResponse message of a page. RFC 7644 sections 3.4.2 and 3.4.2.4, RFC 9865 section 2. */
export const listResponse = ({
  totalResults,
  startIndex,
  nextCursor,
  representations,
}: ListPage): ListResponseMessage => ({
  schemas: [LIST_RESPONSE],
  totalResults,
  ...(startIndex !== undefined && { startIndex }),
  itemsPerPage: representations.length,
  ...(nextCursor !== undefined && { nextCursor }),
  Resources: representations,
});
