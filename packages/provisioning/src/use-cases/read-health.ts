// How provisioning of an organisation is doing: its tokens and the activity of the last day.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { healthOf, type Health } from '../activity/health.ts';
import { hourOf } from '../activity/hours.ts';
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
/** Records of a kind that are looked at, the newest ones. */
const MOST_RECORDS = 500;

/** Makes the reading of an organisation's health. */
export const makeHealthReading = ({ tokens, activity }: HealthDependencies, organisation: Organisation) =>
  Effect.fnUntraced(function* (): Effect.fn.Return<Health, StorageUnavailable> {
    const now = yield* Clock.currentTimeMillis;
    const issued = (yield* tokens.ofOrganisation(organisation.id)).filter((token) => !isPlatformKey(token));
    const since = now - DAY_MS;
    const newest = (outcome: 'refused' | 'ignored') =>
      activity.page({ outcome, since, limit: MOST_RECORDS }).pipe(
        Effect.map((entries) => entries.map(({ record }) => record)),
        // A page from the newest record has no position.
        Effect.catchTag('InvalidPosition', Effect.die),
      );
    const refused = yield* newest('refused');
    const ignored = yield* newest('ignored');
    // Pages that watch ask every few seconds: nothing is counted while there is nothing to weigh it against.
    const counts = refused.length === 0 ? [] : yield* activity.countByHour(hourOf(since), now);
    const served = counts.filter(({ outcome }) => outcome !== 'refused').reduce((sum, { count }) => sum + count, 0);
    return healthOf({ scimEnabled: organisation.scimEnabled, tokens: issued, refused, ignored, served, now });
  });
