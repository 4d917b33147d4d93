// One organisation as its administrators see it: settings and health.
import * as Effect from 'effect/Effect';
import type { Attention } from '@looop-scim/provisioning/insight';
import { supportHint } from '../people-gate.ts';
import { deskOperation, type Operation } from '../operation.ts';
import { Health, Organisation } from '../people-schemas.ts';
import { NONE } from '../schemas.ts';
import { timeText } from '../time-text.ts';

const shownAttention = (attention: Attention) =>
  attention.kind === 'tokenExpires'
    ? { kind: attention.kind, fingerprint: attention.fingerprint, expiresAt: timeText(attention.at) }
    : attention;

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
      Effect.map(desk.health(), ({ state, lastContact, lastToken, lastClient, lastWrongToken, attention }) => ({
        body: {
          state,
          ...(lastContact !== undefined && { lastContactAt: timeText(lastContact) }),
          ...(lastToken !== undefined && { lastToken }),
          ...(lastClient !== undefined && { lastClient }),
          ...(lastWrongToken !== undefined && { lastWrongTokenAt: timeText(lastWrongToken) }),
          attention: attention.map(shownAttention),
        },
      })),
  }),
];
