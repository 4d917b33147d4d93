// Identifiers of version 7 (RFC 9562 section 5.7): they sort by the time of their making, so lists ordered by id are stable.
import type { IdGenerator } from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';
import { v7 } from 'uuid';

/**
 * Issues UUIDs of version 7 in lower case; within one process each is greater than the one before, even when the clock is
 * set back or many are made in one millisecond.
 */
export const uuidV7Generator: IdGenerator = { next: Effect.sync(() => v7()) };
