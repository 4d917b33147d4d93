// Everything a storage technology provides, in one value that the composition root opens and closes.
import type * as Effect from 'effect/Effect';
import type { OrganisationId } from '../organisation/organisation.ts';
import type { ActivityLog, DirectoryEventLog } from './activity-log.ts';
import type { OrganisationDirectory, TokenDirectory } from './organisation-directory.ts';
import type { ResourceRepository } from './resource-repository.ts';

/** The ports that belong to one organisation. */
export interface OrganisationStorage {
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
  readonly events: DirectoryEventLog;
}

/** An open storage. */
export interface Storage {
  readonly organisations: OrganisationDirectory;
  readonly tokens: TokenDirectory;
  /** Hands out the ports of one organisation; cheap, opens nothing. */
  readonly forOrganisation: (id: OrganisationId) => OrganisationStorage;
  /** Finishes what is under way, then closes; later calls fail with StorageUnavailable. */
  readonly close: () => Effect.Effect<void>;
}
