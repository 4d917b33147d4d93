// What events look like.
import { EVENT_FORMAT, EVENT_TYPES, MAX_EVENT_MEMBERS } from '@looop-scim/provisioning/events';
import { Type } from 'typebox';
import { strict } from './schema-parts.ts';
import { Issue, Profile, ProfileDifference } from './schemas.ts';

const text = (description: string) => Type.String({ description });

const EventUser = strict({
  id: Type.String(),
  externalId: Type.Optional(text("The identity provider's own id.")),
  userName: Type.String(),
  active: Type.Boolean(),
  version: Type.Integer({ description: 'Drop what is older than what you have.' }),
  mappingVersion: Type.Integer({
    description: 'Of two events with the same version the one with the greater one is newer.',
  }),
  issues: Type.Array(Issue),
  profile: Profile,
});

const ErasedUser = Type.Object(
  { id: Type.String(), externalId: Type.Optional(Type.String()) },
  { additionalProperties: false, description: 'What is left of a person who was deleted.' },
);

const EventGroup = strict({
  id: Type.String(),
  displayName: Type.String(),
  externalId: Type.Optional(Type.String()),
  version: Type.Integer({ description: 'Drop what is older than what you have.' }),
});

const Member = strict({ type: Type.Enum(['user', 'group']), id: Type.String() });

/** An event. */
export const Event = strict({
  id: text('Unique; the same whichever way the event comes, and however often.'),
  type: Type.Enum([...EVENT_TYPES]),
  timestamp: Type.String({ format: 'date-time', description: 'When the change was made.' }),
  organisationId: Type.String(),
  sequence: Type.Integer({ minimum: 1, description: '1, 2, 3 ... without gaps.' }),
  format: Type.Literal(EVENT_FORMAT),
  cause: strict({
    kind: Type.Enum(['scim', 'import', 'mapping', 'administrator', 'platform']),
    requestId: Type.Optional(text('The request, as the activity names it.')),
    token: Type.Optional(text('Fingerprint of the token or key of the request.')),
  }),
  data: strict({
    user: Type.Optional(Type.Union([EventUser, ErasedUser])),
    group: Type.Optional(EventGroup),
    changes: Type.Optional(ProfileDifference),
    members: Type.Optional(Type.Array(Member, { maxItems: MAX_EVENT_MEMBERS })),
  }),
  erased: Type.Optional(Type.Literal(true, { description: 'The person was deleted: the values are gone.' })),
});
