// The parts of the page about the mapping.
import type { MappingVersion } from '@looop-scim/http-api/contract';

/** By their names in the address. */
export const MAPPING_TABS = ['table', 'coverage', 'versions', 'attributes'] as const;

/** What each part is given. */
export interface MappingTabProps {
  readonly organisation: string;
  /** The set in force. */
  readonly saved: MappingVersion;
  readonly etag: string;
  readonly mayChange: boolean;
}
