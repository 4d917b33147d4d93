// What requests and answers of the pages look like that watch a connection: activity, explanations, set-up, findings.
import { Type } from 'typebox';
import { LONGEST_SEARCH, MILESTONES } from '@looop-scim/provisioning/insight';
import { literals, strict, text, time } from './schema-parts.ts';

const Json = Type.Unknown();
const JsonObject = Type.Record(Type.String(), Type.Unknown());

/** What is recorded of a request of an identity provider. */
export const ActivityEntry = strict({
  position: text('Names the entry: its place in the activity.'),
  at: time('When the request was made; of requests that are counted as one, the first one.'),
  client: text('Who sent it: the label of the token, else its fingerprint.'),
  sentence: text('What happened, in a sentence.'),
  canExplain: Type.Boolean({
    description: 'Whether it can be explained: it is a write, and was recorded with its request.',
  }),
  record: Type.Record(Type.String(), Type.Unknown(), {
    description:
      'What is recorded: operation, outcome, resource, changes, what was left out, failure. Times in milliseconds since 1970.',
  }),
});

/** The parameters of a page of the activity. */
export const ActivityQuery = strict({
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'next of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  outcome: Type.Optional(
    literals(
      ['applied', 'unchanged', 'answered', 'refused', 'ignored'],
      'ignored: something was left out of the request.',
    ),
  ),
  user: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'Id or userName of a person.' })),
  client: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Fingerprint of a token.' })),
  since: Type.Optional(time('At or after this time.')),
  until: Type.Optional(time('Before this time.')),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: LONGEST_SEARCH,
      description:
        'Id of a request, text of an error, name or attribute; what is pasted may be longer and have an id or error within. ' +
        'One call looks through so many entries: a page may be short, or empty, and have a next one.',
    }),
  ),
});

/** The parameters of the counts. */
export const CountsQuery = strict({
  since: time('Where the counts begin: the span in which it lies is whole.'),
  until: Type.Optional(time('Where they end; absent: now. The span in which it lies is whole.')),
  by: literals(['hour', 'day'], 'Length of a span, in UTC.'),
});

/** Requests by time. */
export const ActivityCounts = strict({
  spans: Type.Array(
    strict({
      at: time('When the span begins.'),
      applied: Type.Integer(),
      unchanged: Type.Integer(),
      answered: Type.Integer(),
      refused: Type.Integer(),
    }),
  ),
});

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

const Pasted = strict({
  method: literals(METHODS, 'Of the SCIM request.'),
  path: Type.String({ minLength: 1, maxLength: 2000, description: 'Such as /Users/2819c223; a whole URL will do.' }),
  body: Type.Optional(Json),
  ifMatch: Type.Optional(Type.String({ maxLength: 2000 })),
});

/** What is to be explained. */
export const ExplainRequest = Type.Union(
  [
    strict({ position: Type.String({ minLength: 1, maxLength: 200, description: 'Of an entry of the activity.' }) }),
    strict({ request: Pasted }),
  ],
  { description: 'A request that was recorded, or one that is pasted in. It is run dry: nothing is written.' },
);

const Members = strict({ count: Type.Integer(), ids: Type.Array(Type.String()) });
const Change = strict({ attribute: Type.String(), before: Type.Optional(Json), after: Type.Optional(Json) });
const Ignored = Type.Array(
  strict({ attribute: Type.String(), reason: literals(['unknown', 'readOnly', 'unreadable'], 'Why it was left out.') }),
);

/** Why a request does what it does. */
export const Explanation = strict({
  request: strict({
    method: literals(METHODS, 'Of the SCIM request.'),
    path: Type.String(),
    body: Type.Optional(Json),
    ifMatch: Type.Optional(Type.String()),
    resourceType: Type.Optional(Type.String()),
    resourceId: Type.Optional(Type.String()),
  }),
  areLenienciesUntold: Type.Optional(
    Type.Boolean({ description: 'The body is too long for the request to be tried without each leniency.' }),
  ),
  isBodyMissing: Type.Boolean({ description: 'The body was not kept: the request cannot be run again.' }),
  entry: Type.Optional(ActivityEntry),
  policy: text('The interop policy of the organisation today; an asterisk: single leniencies are set apart.'),
  operations: Type.Optional(
    Type.Array(
      strict({
        op: Type.String(),
        path: Type.Optional(Type.String()),
        value: Type.Optional(Json),
        attribute: Type.Optional(text('What the path means, in schema spelling.')),
        selects: Type.Optional(text('Which elements it selects.')),
        subAttribute: Type.Optional(Type.String()),
      }),
    ),
  ),
  understood: Type.Optional(JsonObject),
  leniencies: Type.Array(
    strict({
      rule: Type.String(),
      summary: Type.String(),
      clients: Type.Array(Type.String()),
      refusal: Type.Optional(text('What would be answered without it.')),
    }),
  ),
  clauses: Type.Array(strict({ document: Type.String(), section: Type.String(), about: Type.String() })),
  dryRun: Type.Optional(
    strict({
      outcome: literals(['applied', 'unchanged', 'refused'], 'What the request would do now.'),
      status: Type.Integer(),
      failure: Type.Optional(
        strict({ kind: Type.String(), scimType: Type.Optional(Type.String()), detail: Type.String() }),
      ),
      changes: Type.Array(Change),
      ignored: Ignored,
      membersAdded: Type.Optional(Members),
      membersRemoved: Type.Optional(Members),
      membersUnknown: Type.Optional(Members),
      hasUntoldMembers: Type.Boolean({
        description: 'The group is too large: what becomes of its members is not told.',
      }),
      document: Type.Optional(JsonObject),
      version: Type.Optional(Type.Integer()),
    }),
  ),
});

/** How far a set-up is. */
export const SetUp = strict({
  milestones: Type.Array(
    strict({
      milestone: literals(MILESTONES, 'What has to arrive.'),
      reachedAt: Type.Optional(time('When it first did.')),
    }),
  ),
});

const SENT = { isAtLeast: Type.Boolean(), lastAt: time('When it was sent last.') };

/** Who and what is out of step with the identity provider. */
export const Findings = strict({
  since: time('What came before is not looked at.'),
  unmanaged: Type.Optional(
    strict({
      count: Type.Integer(),
      people: Type.Array(strict({ id: Type.String(), userName: Type.Optional(Type.String()) })),
    }),
  ),
  matches: Type.Array(
    strict({ id: Type.String(), userName: Type.String(), refusedAt: time('When it was tried last.') }),
    {
      description:
        'People whom the identity provider has tried to create, and who are here already without its id; at most 20.',
    },
  ),
  unknownMembers: Type.Array(
    strict({
      ...SENT,
      groupId: Type.Optional(Type.String()),
      groupName: Type.Optional(Type.String()),
      members: Type.Integer(),
    }),
  ),
  unknownAttributes: Type.Array(
    strict({
      ...SENT,
      resourceType: Type.String(),
      attribute: Type.String(),
      resources: Type.Integer(),
      suggestion: Type.Optional(text('The attribute that was probably meant.')),
    }),
  ),
  deactivations: Type.Optional(
    strict({ count: Type.Integer(), at: time('When the hour began in which most people were deactivated.') }),
  ),
  isPartial: Type.Boolean(),
});

/** The parameters of the search for duplicates. */
export const DuplicatesQuery = strict({
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'next of the page before.' })),
});

/** People who share a user name or an e-mail address. */
export const Duplicates = strict({
  people: Type.Integer({ description: 'How many people were looked at: add the pages up.' }),
  unmanaged: Type.Integer({ description: 'How many of them are active and have no id of the identity provider.' }),
  shared: Type.Array(
    strict({
      value: text('What they share, in lower case.'),
      count: Type.Integer({ description: 'How many people have it.' }),
      people: Type.Array(
        strict({
          id: Type.String(),
          userName: Type.String(),
          active: Type.Boolean(),
          isManaged: Type.Boolean({ description: 'Whether the identity provider has given the person an id.' }),
        }),
        { description: 'At most 10 of them.' },
      ),
    }),
  ),
  isPartial: Type.Boolean({ description: 'Some values have more people than were looked at.' }),
  hasMore: Type.Boolean(),
  next: Type.Optional(text('Send it as cursor to get the next page. Absent on the last page.')),
});

/** When attributes arrived last. */
export const Arrivals = strict({
  arrivals: Type.Array(
    strict({ attribute: text('Path in schema spelling.'), at: time('When a request changed it last.') }),
    { description: 'Of each attribute of people that a request has changed.' },
  ),
  isPartial: Type.Boolean({ description: 'Older requests were not looked at.' }),
});

/** Where the values of a person come from. */
export const ValueOrigins = strict({
  origins: Type.Array(
    strict({
      attribute: text('Path in schema spelling.'),
      at: time('When the request was made.'),
      operation: text('create, replace or patch.'),
      client: text('Who sent it: the label of the token, else its fingerprint.'),
      requestId: Type.String(),
    }),
    { description: 'Of each attribute the request that changed it last.' },
  ),
  isPartial: Type.Boolean({ description: 'Older requests were not looked at.' }),
});

/** What requests named in vain. */
export const ActivitySummary = strict({
  since: time('From when on requests were looked at.'),
  unknownAttributes: Type.Array(
    strict({
      resourceType: Type.String(),
      attribute: text('As it was sent.'),
      resources: Type.Integer({ description: 'For how many people, or groups.' }),
      isAtLeast: Type.Boolean({ description: 'There may be more.' }),
      lastAt: time('When it was sent last.'),
      suggestion: Type.Optional(text('The attribute that was probably meant.')),
    }),
    { description: 'Attributes that no schema has; those that were sent for most people first.' },
  ),
  isPartial: Type.Boolean({ description: 'There is more than what was counted.' }),
});

export const SummaryQuery = strict({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 30, description: 'How far back.' })),
});
