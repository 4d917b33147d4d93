// Watching a connection: what identity providers did, why, how often, and how far its set-up is.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { activitySentence } from '@looop-scim/provisioning/activity';
import { MILESTONES, type Explanation as Explained } from '@looop-scim/provisioning/insight';
import { NoSuchEntry, type ActivityEntry } from '@looop-scim/provisioning/ports';
import { makeClientName } from '../client-name.ts';
import { deskOperation, type Operation } from '../operation.ts';
import type { OrganisationDesk } from '../people-gate.ts';
import { NONE, PAGE_LIMIT, pageOf } from '../schemas.ts';
import { timeOf, timeText } from '../time-text.ts';
import {
  ActivityCounts,
  ActivityEntry as ShownEntry,
  ActivityQuery,
  CountsQuery,
  Duplicates,
  DuplicatesQuery,
  Explanation,
  ExplainRequest,
  Findings,
  SetUp,
} from '../watch-schemas.ts';

const SPANS = { hour: 3_600_000, day: 86_400_000 } as const;

const shownEntry =
  (clientName: (fingerprint: string) => string) =>
  ({ position, record: { request, ...record } }: ActivityEntry) => {
    const client = clientName(record.caller.tokenFingerprint);
    return {
      ...{ position, at: timeText(record.at), client },
      sentence: activitySentence(record, client),
      canExplain: request !== undefined,
      record,
    };
  };

/** What shows the entries of an organisation. */
const entriesOf = ({ secrets }: OrganisationDesk) =>
  Effect.map(secrets.tokens.list(), (tokens) => shownEntry(makeClientName(tokens)));

const common = { tag: 'Activity', params: NONE, query: NONE, problems: [] } as const;

const listActivity = deskOperation({
  ...common,
  query: ActivityQuery,
  id: 'listActivity',
  method: 'GET',
  path: '/activity',
  summary: 'What identity providers did, newest first',
  answer: pageOf('entries', ShownEntry),
  problems: ['invalid-cursor'],
  run: ({ query: { cursor, limit = PAGE_LIMIT, outcome, user, client, since, until, q }, desk }) => {
    const reading = desk.activity.page({
      limit,
      ...(cursor !== undefined && { position: cursor }),
      ...(outcome !== undefined && { outcome }),
      ...(user !== undefined && { user }),
      ...(client !== undefined && { client }),
      ...(since !== undefined && { since: timeOf(since) }),
      ...(until !== undefined && { until: timeOf(until) }),
      ...(q !== undefined && { text: q }),
    });
    return Effect.zipWith(reading, entriesOf(desk), ({ entries, next }, shown) => ({
      body: {
        entries: entries.map(shown),
        hasMore: next !== undefined,
        ...(next !== undefined && { next }),
      },
    }));
  },
});

const countActivity = deskOperation({
  ...common,
  query: CountsQuery,
  id: 'countActivity',
  method: 'GET',
  path: '/activity/counts',
  summary: 'How many requests there were, by time and outcome',
  answer: ActivityCounts,
  run: ({ query: { since, until, by }, desk }) =>
    Effect.gen(function* () {
      const end = until === undefined ? yield* Clock.currentTimeMillis : timeOf(until);
      const { spans } = yield* desk.activity.counts({
        since: Math.min(timeOf(since), end),
        until: end,
        spanMs: SPANS[by],
      });
      return {
        body: {
          spans: spans.map((span) => ({ ...span, at: timeText(span.at) })),
        },
      };
    }),
});

const shownExplanation = (
  { record, ...explained }: Explained,
  policy: string,
  entry: ReturnType<ReturnType<typeof shownEntry>> | undefined,
) => ({ ...explained, policy, ...(entry !== undefined && record !== undefined && { entry }) });

const explain = deskOperation({
  ...common,
  id: 'explain',
  method: 'POST',
  path: '/explain',
  summary: 'Why a request does what it does',
  description: 'Runs the request dry against the data of today. It never writes.',
  body: ExplainRequest,
  answer: Explanation,
  problems: ['invalid-cursor', 'not-found', 'too-large'],
  run: ({ body, desk }) =>
    Effect.gen(function* () {
      if ('request' in body) {
        const explained = yield* desk.explaining.pasted(body.request);
        return { body: shownExplanation(explained, desk.policyName, undefined) };
      }
      const { position } = body;
      const explained = yield* desk.explaining.recorded(position);
      if (explained?.record === undefined) return yield* new NoSuchEntry({ what: 'entry', name: position });
      const shown = yield* entriesOf(desk);
      return { body: shownExplanation(explained, desk.policyName, shown({ position, record: explained.record })) };
    }),
});

const getSetUp = deskOperation({
  ...common,
  id: 'getSetUp',
  method: 'GET',
  path: '/set-up',
  summary: 'What has arrived for the first time, and when',
  answer: SetUp,
  run: ({ desk }) =>
    Effect.map(desk.setUp(), (reached) => ({
      body: {
        milestones: MILESTONES.map((milestone) => {
          const at = reached[milestone];
          return { milestone, ...(at !== undefined && { reachedAt: timeText(at) }) };
        }),
      },
    })),
});

const getFindings = deskOperation({
  ...common,
  id: 'getFindings',
  method: 'GET',
  path: '/findings',
  summary: 'Who and what is out of step with the identity provider',
  answer: Findings,
  run: ({ desk }) =>
    Effect.map(
      desk.findings(),
      ({ since, unmanaged, matches, unknownMembers, unknownAttributes, deactivations, isPartial }) => ({
        body: {
          since: timeText(since),
          ...(unmanaged !== undefined && { unmanaged }),
          matches: matches.map(({ at, ...person }) => ({ ...person, refusedAt: timeText(at) })),
          unknownMembers: unknownMembers.map(({ last, ids: _ids, ...group }) => ({ ...group, lastAt: timeText(last) })),
          unknownAttributes: unknownAttributes.map(({ last, ...one }) => ({ ...one, lastAt: timeText(last) })),
          ...(deactivations !== undefined && {
            deactivations: { count: deactivations.count, at: timeText(deactivations.at) },
          }),
          isPartial,
        },
      }),
    ),
});

const findDuplicates = deskOperation({
  ...common,
  query: DuplicatesQuery,
  id: 'findDuplicates',
  method: 'GET',
  path: '/duplicates',
  summary: 'People who are probably here twice',
  description:
    'They share a user name or an e-mail address. A page looks at 200 people and compares them with everybody.',
  answer: Duplicates,
  run: ({ query: { cursor }, desk }) =>
    Effect.map(desk.duplicates(cursor), (found) => ({ body: { ...found, hasMore: found.next !== undefined } })),
});

/** The operations by which a connection is watched. */
export const watchOperations: readonly Operation[] = [
  ...[listActivity, countActivity, explain, getSetUp, getFindings],
  findDuplicates,
];
