// The types of requests and answers, for programs in TypeScript that call the API. Nothing of it runs.
import type { Static } from 'typebox';
import type * as people from './people-schemas.ts';
import type * as shared from './schemas.ts';

export type Account = Static<typeof people.Account>;
export type ActivityEntry = Static<typeof people.ActivityEntry>;
export type Health = Static<typeof people.Health>;
export type IssuedToken = Static<typeof people.IssuedToken>;
export type LinkDescription = Static<typeof people.LinkDescription>;
export type Organisation = Static<typeof people.Organisation>;
export type OrganisationSummary = Static<typeof people.Organisations>['organisations'][number];
export type Session = Static<typeof people.Session>;
export type SignOnStart = Static<typeof people.SignOnStart>;
export type Token = Static<typeof people.Tokens>['tokens'][number];
export type User = Static<typeof shared.User>;
export type Group = Static<typeof shared.Group>;

/** A page of the activity. */
export interface ActivityPage {
  readonly entries: readonly ActivityEntry[];
  readonly hasMore: boolean;
  readonly next?: string;
}
