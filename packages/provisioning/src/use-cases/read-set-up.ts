// How far the set-up of a connection is. Every record of the activity is looked at once: what was found, and how far was looked,
// is kept, and once everything was found nothing is looked at any more.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { isSetUp, withRecord, type Milestones } from '../activity/milestones.ts';
import type { OrganisationId } from '../organisation/organisation.ts';
import { isPlatformKey } from '../organisation/platform-key.ts';
import type { ActivityEntry, ActivityLog } from '../ports/outbound/activity-log.ts';
import type { TokenStore } from '../ports/outbound/organisation-store.ts';
import type { RecordStore } from '../ports/outbound/record-store.ts';
import { makeStoredJson, type Versioned } from './accounts/stored-json.ts';

/** Records that one call looks at. */
const MOST_LOOKED_AT = 2000;
const READ_AT_ONCE = 500;
/** How late a record may come in before others that were read already. */
const LATE_MS = 10_000;
const KEY = 'milestones';

interface Progress {
  readonly reached: Milestones;
  /** Everything up to here was looked at; absent: nothing. */
  readonly position?: string;
}

/** What is read. */
export interface SetUpDependencies {
  readonly tokens: TokenStore;
  readonly activity: Pick<ActivityLog, 'after'>;
  readonly records: RecordStore;
}

/** Makes the reading of how far the set-up of an organisation is. */
export const makeSetUpReading = ({ tokens, activity, records }: SetUpDependencies, id: OrganisationId) => {
  const stored = makeStoredJson<Progress>(records, 'setUp');

  const lookOn = Effect.fnUntraced(function* (
    { reached: before, position: from }: Progress,
    isClient: (fingerprint: string) => boolean,
  ): Effect.fn.Return<Progress, StorageUnavailable> {
    const now = yield* Clock.currentTimeMillis;
    let [reached, position] = [before, from];
    let last = from;
    for (let seen = 0; seen < MOST_LOOKED_AT && !isSetUp(reached); seen += READ_AT_ONCE) {
      const follow = { limit: READ_AT_ONCE, ...(last !== undefined && { position: last }) };
      const part: readonly ActivityEntry[] = yield* (
        activity
          .after(follow)
          // A position whose record is gone still is one.
          .pipe(Effect.catchTag('InvalidPosition', Effect.die))
      );
      for (const entry of part) {
        if (isClient(entry.record.caller.tokenFingerprint)) reached = withRecord(reached, entry.record);
        // What is recent is looked at again, since others may come in before it.
        if (entry.record.at < now - LATE_MS && position === last) position = entry.position;
        last = entry.position;
      }
      if (part.length < READ_AT_ONCE) break;
    }
    return { reached, ...(position !== undefined && { position }) };
  });

  const keep = (progress: Progress, { value, version }: Versioned<Progress>) =>
    JSON.stringify(value) === JSON.stringify(progress)
      ? Effect.void
      : // Whoever has kept something meanwhile has found no less.
        Effect.catchTag(stored.write(KEY, { value: progress }, version), 'VersionConflict', () => Effect.void);

  return Effect.fnUntraced(function* (): Effect.fn.Return<Milestones, StorageUnavailable> {
    const known = yield* stored.read(KEY);
    const before: Progress = known.value ?? { reached: {} };
    if (isSetUp(before.reached)) return before.reached;
    const clients = (yield* tokens.ofOrganisation(id)).filter((token) => !isPlatformKey(token));
    const fingerprints = new Set(clients.map(({ fingerprint }) => fingerprint));
    const used = clients.flatMap(({ lastUsed }) => (lastUsed === undefined ? [] : [lastUsed]));
    const contact = before.reached.contact ?? (used.length === 0 ? undefined : Math.min(...used));
    const looked = yield* lookOn(before, (fingerprint) => fingerprints.has(fingerprint));
    const reached = { ...(contact !== undefined && { contact }), ...looked.reached };
    yield* keep({ ...looked, reached }, known);
    return reached;
  });
};
