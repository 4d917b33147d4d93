// Invitations to administer an organisation.
import type { OrganisationId } from '../organisation/organisation.ts';
import type { Role } from './account.ts';

/** An invitation that was not accepted yet. */
export interface Invitation {
  readonly id: string;
  readonly organisation: OrganisationId;
  /** As `normalisedEmail` makes it. */
  readonly email: string;
  readonly role: Role;
  /** SHA-256 of the secret of its link. */
  readonly hash: string;
  /** Who has invited, as a person reads it. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly expires: number;
}
