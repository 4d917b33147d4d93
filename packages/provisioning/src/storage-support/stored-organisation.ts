// Organisations and tokens as columns or fields of a database.
import { organisationId, type Organisation } from '../organisation/organisation.ts';
import type { KeyScope } from '../organisation/key-scope.ts';
import type { ProvisioningToken } from '../organisation/provisioning-token.ts';

/** An organisation as a database keeps it. */
export interface StoredOrganisation {
  readonly id: string;
  readonly name: string;
  readonly scimEnabled: boolean;
  readonly profile: string;
  /** JSON. */
  readonly leniencies: string;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** The organisation that a store keeps. */
export const organisationFrom = (stored: StoredOrganisation): Organisation => ({
  id: organisationId(stored.id),
  name: stored.name,
  scimEnabled: stored.scimEnabled,
  // Both were written from the same types.
  profile: stored.profile as Organisation['profile'],
  leniencies: JSON.parse(stored.leniencies) as Organisation['leniencies'],
  created: stored.created,
});

/** What is stored of an organisation's settings; the other fields never change. */
export const storedSettings = ({
  scimEnabled,
  profile,
  leniencies,
}: Organisation): Pick<StoredOrganisation, 'scimEnabled' | 'profile' | 'leniencies'> => ({
  scimEnabled,
  profile,
  leniencies: JSON.stringify(leniencies),
});

/** A token as a database keeps it: what it does not have is null or missing. */
export type StoredToken = Pick<ProvisioningToken, 'fingerprint' | 'hash' | 'created'> & {
  readonly organisationId: string;
} & { readonly [Optional in 'expires' | 'revoked' | 'lastUsed']?: number | null | undefined } & {
  readonly lastClient?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly label?: string | null | undefined;
  readonly scopes?: readonly KeyScope[] | null | undefined;
};

const present = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

/** The token of a stored one. */
export const tokenFrom = (stored: StoredToken): ProvisioningToken => ({
  organisationId: organisationId(stored.organisationId),
  fingerprint: stored.fingerprint,
  hash: stored.hash,
  created: stored.created,
  ...(present(stored.expires) && { expires: stored.expires }),
  ...(present(stored.revoked) && { revoked: stored.revoked }),
  ...(present(stored.lastUsed) && { lastUsed: stored.lastUsed }),
  ...(present(stored.lastClient) && { lastClient: stored.lastClient }),
  ...(present(stored.subject) && { subject: stored.subject }),
  ...(present(stored.label) && { label: stored.label }),
  ...(present(stored.scopes) && { scopes: stored.scopes }),
});
