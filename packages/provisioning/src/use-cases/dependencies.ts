// What the use cases of one organisation work with.
import type * as Effect from 'effect/Effect';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { IncompleteRead } from '../activity/incomplete-read.ts';
import type { EventCauseKind } from '../events/directory-event.ts';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';
import type { IdGenerator, CursorCipher } from '../ports/outbound/identifiers.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import type { RevisionStore } from '../ports/outbound/revision-store.ts';
import { makeSetsInHand, type SetsInHand } from './sets-in-hand.ts';

/** Takes note of a read of which something was left out, without keeping its answer waiting. */
export type NoteRead = (read: IncompleteRead) => Effect.Effect<void>;

/** Ports and settings of one organisation. */
export interface ScimDependencies {
  readonly registry: SchemaRegistry;
  readonly policy: InteropPolicy;
  /** Base of every location and $ref, without a slash at the end. */
  readonly baseUrl: string;
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
  /** Where the mapping sets are kept. */
  readonly revisions: RevisionStore;
  /** The mapping sets by which events tell of people. Default: such of its own. */
  readonly sets?: SetsInHand;
  /** What events name as the cause of a write. Default: `scim`. */
  readonly causeKind?: EventCauseKind;
  readonly ids: IdGenerator;
  /** Encrypts the cursors of lists. */
  readonly cursorCipher: CursorCipher;
  /** Told of reads of which something was left out. Default: each is recorded at once, in the activity. */
  readonly noteRead?: NoteRead;
}

/** The mapping sets that the use cases of these dependencies go by. */
export const setsOf = ({
  sets,
  registry,
  revisions,
}: Pick<ScimDependencies, 'sets' | 'registry' | 'revisions'>): SetsInHand => {
  return sets ?? makeSetsInHand(registry, revisions);
};
