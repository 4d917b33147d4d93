// From what somebody types to a SCIM filter (RFC 7644 section 3.4.2.2).

/** What is searched for, as the address has it. */
export interface PeopleSearch {
  /** A text that names somebody. */
  readonly q?: string;
  /** A filter as it is; `q` does not count then. */
  readonly filter?: string;
  readonly state?: 'active' | 'inactive';
}

/** A text as a value of a filter: a JSON string. */
const quoted = (text: string): string => JSON.stringify(text);

/** Texts are looked at inside, or only at their beginning, where an index helps. */
export type Depth = 'co' | 'sw';

const INSIDE = ['userName', 'displayName', 'name.givenName', 'name.familyName', 'emails.value'] as const;
const BEGINNINGS = ['userName', 'displayName', 'emails.value'] as const;

const named = (q: string, depth: Depth): string =>
  [
    ...(depth === 'co' ? INSIDE : BEGINNINGS).map((attribute) => `${attribute} ${depth} ${quoted(q)}`),
    ...['id', 'externalId'].map((attribute) => `${attribute} eq ${quoted(q)}`),
  ].join(' or ');

/** The filter of a search for people; empty: everybody. */
export const peopleFilter = ({ q, filter, state }: PeopleSearch, depth: Depth): string => {
  const who = filter ?? (q === undefined ? undefined : named(q, depth));
  const active = state === undefined ? undefined : `active eq ${String(state === 'active')}`;
  if (who === undefined) return active ?? '';
  return active === undefined ? who : `(${who}) and ${active}`;
};

/** The filter of a search for groups; empty: all. */
export const groupFilter = (q: string | undefined, depth: Depth): string =>
  q === undefined ? '' : `displayName ${depth} ${quoted(q)} or id eq ${quoted(q)} or externalId eq ${quoted(q)}`;
