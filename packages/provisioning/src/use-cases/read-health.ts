// How provisioning of an organisation is doing: its tokens and the activity of the last day.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { healthOf, type Health } from '../activity/health.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { isPlatformKey } from '../organisation/platform-key.ts';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';
import type { TokenStore } from '../ports/outbound/organisation-store.ts';

/** What health is read from. */
export interface HealthDependencies {
  readonly tokens: TokenStore;
  readonly activity: ActivityLog;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Records that are looked at, the newest ones. */
const MOST_RECORDS = 500;

/** Makes the reading of an organisation's health. */
export const makeHealthReading = ({ tokens, activity }: HealthDependencies, organisation: Organisation) =>
  Effect.fnUntraced(function* (): Effect.fn.Return<Health, StorageUnavailable> {
    const now = yield* Clock.currentTimeMillis;
    const issued = (yield* tokens.ofOrganisation(organisation.id)).filter((token) => !isPlatformKey(token));
    const entries = yield* (
      activity
        .page({ since: now - DAY_MS, limit: MOST_RECORDS })
        // A page from the newest record has no position.
        .pipe(Effect.catchTag('InvalidPosition', Effect.die))
    );
    const records = entries.map(({ record }) => record);
    return healthOf({ scimEnabled: organisation.scimEnabled, tokens: issued, records, now });
  });
