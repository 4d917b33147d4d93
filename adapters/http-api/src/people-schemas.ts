// What requests and answers of people look like.
import { Type } from 'typebox';
import { LONGEST_NAME, LONGEST_PASSWORD, ROLES } from '@looop-scim/provisioning/accounts';
import { KEY_SCOPES } from '@looop-scim/provisioning/organisation';
import { PROFILE_NAMES } from '@looop-scim/scim/interop';
import { literals, strict, text, time } from './schema-parts.ts';

/** Nothing to say but that it is done. */
export const Done = strict({});

const Email = Type.String({ maxLength: 320, description: 'E-mail address; upper and lower case are the same.' });
/** A password may be longer in bytes, and in characters before it is composed. */
const Password = Type.String({ maxLength: 4 * LONGEST_PASSWORD });
const Name = Type.String({ maxLength: LONGEST_NAME, description: 'What the person is called.' });
const RoleValue = literals(ROLES, 'A viewer reads, an administrator changes as well.');
const Link = Type.String({ minLength: 1, maxLength: 500, description: 'What comes after # in a link.' });
const LinkUrl = text('The link, shown this once: send it to the person by a way that you trust.');

export const SignInRequest = strict({ email: Email, password: Password });

export const Session = strict({
  account: strict({ id: Type.String(), email: Type.String(), name: Type.String(), isOperator: Type.Boolean() }),
  organisations: Type.Array(strict({ name: Type.String(), role: RoleValue })),
  csrfToken: text('Send it as X-CSRF-Token with every request that changes something.'),
  onlyOrganisation: Type.Optional(
    text('The session began at the identity provider of this organisation and is for it alone.'),
  ),
  support: Type.Optional(text('Whom to turn to: an e-mail address or a URL.')),
});

export const LinkRequest = strict({ link: Link });

export const LinkDescription = strict({
  kind: literals(['invitation', 'password'], 'What the link is for.'),
  email: Type.String(),
  setsPassword: Type.Boolean({
    description: 'False: sign in to the account of this address first, then use the link.',
  }),
  organisation: Type.Optional(Type.String()),
  role: Type.Optional(RoleValue),
});

export const LinkUse = strict({ link: Link, password: Type.Optional(Password), name: Type.Optional(Name) });

export const PasswordChange = strict({ current: Password, password: Password });

export const SignOnRequest = strict({
  organisation: Type.String({ maxLength: 63 }),
  returnTo: Type.Optional(
    Type.String({ maxLength: 2000, description: 'A path of our own pages; anything else leads to the first page.' }),
  ),
});

export const SignOnStart = strict({ url: text('Where the browser goes: the identity provider of the organisation.') });

export const SignInSettings = strict({
  issuer: Type.Optional(text('Absent: people sign in with passwords.')),
  clientId: Type.Optional(Type.String()),
  savedAt: Type.Optional(time('When they were saved.')),
  redirectUri: text('What the identity provider has to allow as redirect URI.'),
});

export const SignInSettingsRequest = strict({
  issuer: Type.String({
    minLength: 1,
    maxLength: 2000,
    description: 'As the provider says it, such as https://acme.okta.com',
  }),
  clientId: Type.String({ minLength: 1, maxLength: 2000 }),
  clientSecret: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 2000,
      description: 'Kept encrypted and never shown. Absent: stays as it is.',
    }),
  ),
});

export const Organisation = strict({
  name: Type.String(),
  scimEnabled: Type.Boolean({ description: 'Operators switch it. While it is off, SCIM requests are answered 403.' }),
  scimBaseUrl: text('What the identity provider is given, together with a token.'),
  profile: Type.String(),
  role: RoleValue,
  users: Type.Integer(),
  groups: Type.Integer(),
  createdAt: time('When it was added.'),
  support: Type.Optional(text('Whom to turn to: an e-mail address or a URL.')),
  hint: Type.Optional(text('What to do while SCIM is off.')),
});

export const Health = strict({
  state: literals(
    ['disabled', 'neverContacted', 'wrongToken', 'failing', 'quiet', 'healthy'],
    'disabled: SCIM is off; neverContacted: no token was ever used; wrongToken: the newest request had one that is revoked or expired; ' +
      'failing: more requests were refused than served in a day; quiet: nothing came for a week.',
  ),
  lastContactAt: Type.Optional(time('When a token was used last, to the minute.')),
  lastToken: Type.Optional(text('Fingerprint of the token that was used then.')),
  lastClient: Type.Optional(text('Who used it then, as the User-Agent says.')),
  lastWrongTokenAt: Type.Optional(time('When a request was refused for its token last.')),
  attention: Type.Array(
    strict({
      kind: literals(
        ['noValidToken', 'tokenExpires', 'refusedRequests', 'ignoredAttributes'],
        'refusedRequests and ignoredAttributes are those of the last day.',
      ),
      fingerprint: Type.Optional(Type.String()),
      expiresAt: Type.Optional(time('When the token expires.')),
      count: Type.Optional(Type.Integer()),
    }),
  ),
});

const SECRET = {
  fingerprint: text('By which the token is named; no secret.'),
  label: Type.Optional(Type.String()),
  createdAt: time('When it was issued.'),
  expiresAt: Type.Optional(time('When it expires, or has expired.')),
  revokedAt: Type.Optional(time('When it was revoked.')),
  lastUsedAt: Type.Optional(time('When it was used last, to the minute.')),
  lastClient: Type.Optional(text('Who used it then, as the User-Agent says.')),
};
const SHOWN_ONCE = { secret: text('Shown this once.') };
const Scopes = Type.Array(literals(KEY_SCOPES, 'None includes another.'), { minItems: 1, maxItems: KEY_SCOPES.length });

/** A provisioning token; `subject` is the user whom it stands for. */
const Token = strict({
  ...SECRET,
  subject: Type.Optional(Type.String()),
  ending: Type.Optional(text('Its last 4 characters; absent of one that was supplied, and of older ones.')),
});
export const Tokens = strict({ tokens: Type.Array(Token) });
export const IssuedToken = strict({ ...SECRET, subject: Type.Optional(Type.String()), ...SHOWN_ONCE });
const Key = strict({ ...SECRET, scopes: Scopes });
export const Keys = strict({ keys: Type.Array(Key) });
export const IssuedKey = strict({ ...SECRET, scopes: Scopes, ...SHOWN_ONCE });

const MOST_DAYS = 36_500;
const LIFETIME = {
  expiresInDays: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: MOST_DAYS, description: 'Absent: never.' })),
};
const LABEL = { label: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) };

export const TokenRequest = strict({ ...LABEL, ...LIFETIME });
export const KeyRequest = strict({ ...LABEL, ...LIFETIME, scopes: Scopes });
export const Rotation = strict({
  overlapHours: Type.Number({ minimum: 0, maximum: MOST_DAYS * 24, description: 'For how long both are valid.' }),
  ...LIFETIME,
});

const Administrator = strict({
  accountId: Type.String(),
  email: Type.String(),
  name: Type.String(),
  role: RoleValue,
  lastSignInAt: Type.Optional(time('When the person signed in last.')),
  isDisabled: Type.Boolean(),
});
export const Administrators = strict({ administrators: Type.Array(Administrator) });
export const RoleRequest = strict({ role: RoleValue });

const INVITATION = {
  id: Type.String(),
  email: Type.String(),
  role: RoleValue,
  invitedBy: Type.String(),
  createdAt: time('When it was made.'),
  expiresAt: time('Until when it can be accepted.'),
};
export const Invitations = strict({ invitations: Type.Array(strict(INVITATION)) });
export const InvitationRequest = strict({ email: Email, role: RoleValue });
export const SentInvitation = strict({ ...INVITATION, link: LinkUrl });

/** An entry of the audit log. */
export const AuditEntry = strict({
  at: time('When it was done.'),
  actor: strict({ accountId: Type.String(), email: Type.String() }),
  action: text('Name of the operation.'),
  target: Type.Record(Type.String(), Type.String(), { description: 'What it was done to.' }),
  address: text('Network address of the caller.'),
  requestId: Type.String(),
  isUnfinished: Type.Optional(
    Type.Literal(true, { description: 'It was begun, and it is not known (yet) whether it was done.' }),
  ),
});

const PAGE = {
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'next of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
};
export const AuditQuery = strict(PAGE);
export const AccountsQuery = strict(PAGE);
const SUMMARY = {
  name: Type.String(),
  scimEnabled: Type.Boolean(),
  profile: Type.String(),
  createdAt: time('When it was added.'),
};
export const AddedOrganisation = strict(SUMMARY);
export const Organisations = strict({
  organisations: Type.Array(
    strict({
      ...SUMMARY,
      users: Type.Integer(),
      groups: Type.Integer(),
      lastContactAt: Type.Optional(time('When one of its tokens was used last.')),
    }),
  ),
});
export const OrganisationRequest = strict({ name: Type.String({ maxLength: 63 }) });
export const OrganisationChange = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 63 })),
    scimEnabled: Type.Optional(Type.Boolean()),
    profile: Type.Optional(literals(PROFILE_NAMES, 'Interop policy.')),
  },
  { additionalProperties: false, minProperties: 1 },
);
export const Confirmation = strict({
  confirm: Type.Optional(Type.String({ maxLength: 63, description: 'The name, typed once more.' })),
});

const ACCOUNT = {
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  isOperator: Type.Boolean(),
  hasPassword: Type.Boolean(),
  createdAt: time('When it was made.'),
  lastSignInAt: Type.Optional(time('When the person signed in last.')),
  disabledAt: Type.Optional(time('Since when nobody can sign in to it.')),
};
export const Account = strict(ACCOUNT);
export const AccountRequest = strict({ email: Email, name: Type.Optional(Name), isOperator: Type.Boolean() });
export const LinkedAccount = strict({ ...ACCOUNT, link: LinkUrl });

/** Ids of accounts and invitations are of hexadecimal digits and hyphens. */
const OwnId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9a-f-]+$' });
export const AccountParams = strict({ accountId: OwnId });
export const InvitationParams = strict({ invitationId: OwnId });
