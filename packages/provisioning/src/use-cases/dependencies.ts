// What the use cases of one organisation work with.
import type { InteropPolicy } from '@looop-scim/scim/interop';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';
import type { IdGenerator, CursorCipher } from '../ports/outbound/identifiers.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';

/** Ports and settings of one organisation. */
export interface ScimDependencies {
  readonly registry: SchemaRegistry;
  readonly policy: InteropPolicy;
  /** Base of every location and $ref, without a slash at the end. */
  readonly baseUrl: string;
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
  readonly ids: IdGenerator;
  /** Encrypts the cursors of lists. */
  readonly cursorCipher: CursorCipher;
}
