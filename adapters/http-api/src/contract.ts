// The types of requests and answers, for programs in TypeScript that call the API. Nothing of it runs.
import type { Static } from 'typebox';
import type * as mapping from './mapping-schemas.ts';
import type * as people from './people-schemas.ts';
import type { ProfileValue as ProfileValueSchema } from './schema-parts.ts';
import type * as shared from './schemas.ts';
import type * as watch from './watch-schemas.ts';
import type * as webhooks from './webhook-schemas.ts';

export type Account = Static<typeof people.Account>;
export type ActivityCounts = Static<typeof watch.ActivityCounts>;
export type ActivityEntry = Static<typeof watch.ActivityEntry>;
export type ExplainRequest = Static<typeof watch.ExplainRequest>;
export type Explanation = Static<typeof watch.Explanation>;
export type Findings = Static<typeof watch.Findings>;
export type Health = Static<typeof people.Health>;
export type IssuedToken = Static<typeof people.IssuedToken>;
export type LinkDescription = Static<typeof people.LinkDescription>;
export type Organisation = Static<typeof people.Organisation>;
export type OrganisationSummary = Static<typeof people.Organisations>['organisations'][number];
export type Session = Static<typeof people.Session>;
export type SetUp = Static<typeof watch.SetUp>;
export type SignOnStart = Static<typeof people.SignOnStart>;
export type Token = Static<typeof people.Tokens>['tokens'][number];
export type ActivitySummary = Static<typeof watch.ActivitySummary>;
export type Administrator = Static<typeof people.Administrators>['administrators'][number];
export type AuditEntry = Static<typeof people.AuditEntry>;
export type Coverage = Static<typeof shared.Coverage>;
export type Invitation = Static<typeof people.Invitations>['invitations'][number];
export type LinkedAccount = Static<typeof people.LinkedAccount>;
export type MappingCatalogue = Static<typeof shared.MappingCatalogue>;
export type MappingCheck = Static<typeof mapping.MappingCheck>;
export type MappingVersion = Static<typeof shared.MappingVersion>;
export type Preview = Static<typeof shared.Preview>;
export type SentInvitation = Static<typeof people.SentInvitation>;
export type SignInSettings = Static<typeof people.SignInSettings>;
export type UserResource = Static<typeof shared.UserResource>;
export type ValueOrigins = Static<typeof watch.ValueOrigins>;
export type Arrivals = Static<typeof watch.Arrivals>;
export type Duplicates = Static<typeof watch.Duplicates>;
export type Member = Static<typeof shared.Member>;
export type User = Static<typeof shared.User>;
export type Group = Static<typeof shared.Group>;

export type Delivery = Static<typeof webhooks.Delivery>;
export type DeliveryPage = Static<typeof webhooks.DeliveryPage>;
export type NewWebhook = Static<typeof webhooks.NewWebhook>;
export type Webhook = Static<typeof webhooks.Webhook>;
export type WebhookWithSecret = Static<typeof webhooks.WebhookWithSecret>;

/** A page of the activity. */
export interface ActivityPage {
  readonly entries: readonly ActivityEntry[];
  readonly hasMore: boolean;
  readonly next?: string;
}

/** The rest of a page, whatever it lists. */
interface Paged {
  readonly hasMore: boolean;
  readonly next?: string;
  /** How many there are in all; only on the first page of a filtered list. */
  readonly total?: number;
}

/** Pages of lists. */
export type UserPage = Paged & { readonly users: readonly User[] };
export type GroupPage = Paged & { readonly groups: readonly Group[] };
export type MemberPage = Paged & { readonly members: readonly Member[] };
export type AccountPage = Paged & { readonly accounts: readonly Account[] };
export type AuditPage = Paged & { readonly entries: readonly AuditEntry[] };
export type MappingHistory = Paged & { readonly versions: readonly MappingVersion[] };

/** What is read is not changed. */
type Read<Type> = Type extends readonly (infer Element)[]
  ? readonly Read<Element>[]
  : Type extends object
    ? { readonly [Key in keyof Type]: Read<Type[Key]> }
    : Type;

/** The JSON form of mapping sets. */
export type MappingSet = Read<Static<typeof mapping.MappingSet>>;
export type Mapping = MappingSet['mappings'][number];
export type OwnField = NonNullable<MappingSet['fields']>[number];
export type FieldType = OwnField['type'];
export type ProfileValue = Read<Static<typeof ProfileValueSchema>>;
export type Source = Mapping['from'][number];
export type AttributeSource = Extract<Source, { readonly attribute: string }>;
export type Pick = NonNullable<AttributeSource['pick']>[number];
export type Step = NonNullable<Mapping['steps']>[number];
export type Lookup = Extract<Step, { readonly lookup: unknown }>['lookup'];

/** How a field came to its value. */
export type FieldTrace = Read<Static<typeof mapping.FieldTrace>>;

/** The impact of a mapping set, as far as it is counted. */
export type ImpactJob = Read<Static<typeof shared.ImpactJobBody>>;

/** Attributes of the organisation's own. */
export type AttributeRequest = Read<Static<typeof shared.AttributeDefinition>>;
export type OwnAttributes = Read<Static<typeof shared.AttributeList>>;
export type OwnAttribute = OwnAttributes['attributes'][number];
