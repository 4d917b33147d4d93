// One organisation as its administrators see it: settings, health, activity.
import * as Effect from 'effect/Effect';
import {
  activitySentence,
  IMPORT_CALLER,
  type ActivityEntry,
  type Attention,
  type ProvisioningToken,
} from '@looop-scim/provisioning';
import { supportHint } from '../people-gate.ts';
import { deskOperation, type Operation } from '../operation.ts';
import { ActivityEntry as ShownEntry, ActivityQuery, Health, Organisation } from '../people-schemas.ts';
import { NONE, PAGE_LIMIT, pageOf } from '../schemas.ts';
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

/** The operations about one organisation. */
export const organisationOperations: readonly Operation[] = [
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
