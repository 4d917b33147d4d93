// What is read out of the activity: who set which value of a person, and what requests named in vain.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { makeClientName } from '../client-name.ts';
import { deskOperation, type Operation } from '../operation.ts';
import { id, NONE } from '../schemas.ts';
import { timeText } from '../time-text.ts';
import { ActivitySummary, Arrivals, SummaryQuery, ValueOrigins } from '../watch-schemas.ts';

const common = { tag: 'Organisation', params: NONE, query: NONE } as const;

const DAY_MS = 86_400_000;
/** Days of a summary where none are asked for. */
const SUMMARY_DAYS = 30;
/** Records that a summary reads at most. */
const SUMMARY_RECORDS = 5000;

/** Operations that read out of the activity what stands in no single entry. */
export const activityReadings: readonly Operation[] = [
  deskOperation({
    ...common,
    params: id('userId'),
    id: 'listValueOrigins',
    method: 'GET',
    path: '/users/{userId}/origins',
    summary: 'Which request set each value of a person',
    description: 'As far as the newest 1,000 requests about the person say.',
    answer: ValueOrigins,
    problems: ['not-found'],
    run: ({ params, desk: { access, activity, secrets } }) =>
      Effect.zipWith(
        Effect.flatMap(access.platform.user(params['userId'] ?? ''), (user) => activity.origins(user.id)),
        secrets.tokens.list(),
        ({ origins, isPartial }, tokens) => {
          const clientName = makeClientName(tokens);
          return {
            body: {
              origins: origins.map(({ attribute, at, operation, caller: { tokenFingerprint, requestId } }) => ({
                ...{ attribute, at: timeText(at), operation, client: clientName(tokenFingerprint), requestId },
              })),
              isPartial,
            },
          };
        },
      ),
  }),
  deskOperation({
    ...common,
    id: 'listArrivals',
    method: 'GET',
    path: '/activity/arrivals',
    summary: 'When each attribute of people arrived last',
    description: 'As far as the newest 5,000 requests that changed something say.',
    answer: Arrivals,
    problems: [],
    run: ({ desk: { activity } }) =>
      Effect.map(activity.arrivals(), ({ arrivals, isPartial }) => ({
        body: { arrivals: arrivals.map(({ attribute, at }) => ({ attribute, at: timeText(at) })), isPartial },
      })),
  }),
  deskOperation({
    ...common,
    query: SummaryQuery,
    id: 'getActivitySummary',
    method: 'GET',
    path: '/activity/summary',
    summary: 'What requests named and nobody knows',
    description: 'Of the newest 5,000 requests of which something was left out.',
    answer: ActivitySummary,
    problems: [],
    run: ({ query: { days = SUMMARY_DAYS }, desk: { activity } }) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis;
        const { since, unknownAttributes, isPartial } = yield* activity.summary(now - days * DAY_MS, SUMMARY_RECORDS);
        return {
          body: {
            since: timeText(since),
            unknownAttributes: unknownAttributes.map(({ last, ...rest }) => ({ ...rest, lastAt: timeText(last) })),
            isPartial,
          },
        };
      }),
  }),
];
