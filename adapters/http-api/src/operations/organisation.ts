// One organisation as its administrators see it: settings, health, activity.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import {
  activitySentence,
  IMPORT_CALLER,
  type ActivityEntry,
  type Attention,
  type ProvisioningToken,
} from '@looop-scim/provisioning';
import { PERSON_PREFIX, supportHint } from '../people-gate.ts';
import { deskOperation, type Operation } from '../operation.ts';
import {
  ActivityEntry as ShownEntry,
  ActivityQuery,
  ActivitySummary,
  Health,
  Organisation,
  SummaryQuery,
  ValueOrigins,
} from '../people-schemas.ts';
import { id, NONE, PAGE_LIMIT, pageOf } from '../schemas.ts';
import { timeOf, timeText } from '../time-text.ts';

const shownAttention = (attention: Attention) =>
  attention.kind === 'tokenExpires'
    ? { kind: attention.kind, fingerprint: attention.fingerprint, expiresAt: timeText(attention.at) }
    : attention;

/** How whoever sent a request is called: by the label of the token, else by its fingerprint. */
const makeClientName = (tokens: readonly Pick<ProvisioningToken, 'fingerprint' | 'label'>[]) => {
  const labels = new Map(tokens.map(({ fingerprint, label }) => [fingerprint, label]));
  return (fingerprint: string): string => {
    if (fingerprint === IMPORT_CALLER) return 'Import';
    if (fingerprint.startsWith(PERSON_PREFIX)) return 'An administrator';
    return labels.get(fingerprint) ?? `Token ${fingerprint}`;
  };
};

const shownEntry =
  (clientName: (fingerprint: string) => string) =>
  ({ record }: ActivityEntry) => ({
    at: timeText(record.at),
    sentence: activitySentence(record, clientName(record.caller.tokenFingerprint)),
    record,
  });

const common = { tag: 'Organisation', params: NONE, query: NONE } as const;

const DAY_MS = 86_400_000;
/** Days of a summary where none are asked for. */
const SUMMARY_DAYS = 30;
/** Records that a summary reads at most. */
const SUMMARY_RECORDS = 5000;

/** What is read out of the activity. */
const activityOperations: readonly Operation[] = [
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

/** The operations about one organisation. */
export const organisationOperations: readonly Operation[] = [
  ...activityOperations,
  deskOperation({
    ...common,
    id: 'getOrganisation',
    method: 'GET',
    path: '/organisation',
    summary: 'The organisation, and what an identity provider is given',
    answer: Organisation,
    problems: [],
    run: ({ desk: { organisation, role }, gate: { administration, scimBaseUrl, support } }) =>
      Effect.map(administration.summarise(organisation.name), ({ users, groups }) => ({
        body: {
          name: organisation.name,
          scimEnabled: organisation.scimEnabled,
          scimBaseUrl: scimBaseUrl(),
          profile: organisation.profile,
          role,
          users,
          groups,
          createdAt: timeText(organisation.created),
          ...(support !== undefined && { support }),
          ...(!organisation.scimEnabled && { hint: supportHint(support) }),
        },
      })),
  }),
  deskOperation({
    ...common,
    id: 'getHealth',
    method: 'GET',
    path: '/health',
    summary: 'How provisioning is doing, and what needs attention',
    answer: Health,
    problems: [],
    run: ({ desk }) =>
      Effect.map(desk.health(), ({ state, lastContact, lastToken, lastWrongToken, attention }) => ({
        body: {
          state,
          ...(lastContact !== undefined && { lastContactAt: timeText(lastContact) }),
          ...(lastToken !== undefined && { lastToken }),
          ...(lastWrongToken !== undefined && { lastWrongTokenAt: timeText(lastWrongToken) }),
          attention: attention.map(shownAttention),
        },
      })),
  }),
  deskOperation({
    ...common,
    query: ActivityQuery,
    id: 'listActivity',
    method: 'GET',
    path: '/activity',
    summary: 'What identity providers did, newest first',
    answer: pageOf('entries', ShownEntry),
    problems: ['invalid-cursor'],
    run: ({ query: { cursor, limit = PAGE_LIMIT, outcome, user, since, until }, desk: { activity, secrets } }) => {
      const reading = activity.page({
        limit,
        ...(cursor !== undefined && { position: cursor }),
        ...(outcome !== undefined && { outcome }),
        ...(user !== undefined && { user }),
        ...(since !== undefined && { since: timeOf(since) }),
        ...(until !== undefined && { until: timeOf(until) }),
      });
      return Effect.zipWith(reading, secrets.tokens.list(), ({ entries, next }, tokens) => ({
        body: {
          entries: entries.map(shownEntry(makeClientName(tokens))),
          hasMore: next !== undefined,
          ...(next !== undefined && { next }),
        },
      }));
    },
  }),
];
