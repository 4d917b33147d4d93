// Provisioning tokens and platform keys of an organisation.
import * as Effect from 'effect/Effect';
import type { ListedToken, PlatformKey, ProvisioningToken } from '@looop-scim/provisioning/organisation';
import { deskOperation, type Operation } from '../operation.ts';
import { Done, IssuedKey, IssuedToken, KeyRequest, Keys, Rotation, TokenRequest, Tokens } from '../people-schemas.ts';
import { id, NONE } from '../schemas.ts';
import { timeText } from '../time-text.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

const shownSecret = ({ fingerprint, label, created, expires, revoked, lastUsed, lastClient }: ProvisioningToken) => ({
  fingerprint,
  ...(label !== undefined && { label }),
  createdAt: timeText(created),
  ...(expires !== undefined && { expiresAt: timeText(expires) }),
  ...(revoked !== undefined && { revokedAt: timeText(revoked) }),
  ...(lastUsed !== undefined && { lastUsedAt: timeText(lastUsed) }),
  ...(lastClient !== undefined && { lastClient }),
});

const shownToken = (token: ListedToken) => ({
  ...shownSecret(token),
  ...(token.ending !== undefined && { ending: token.ending }),
  ...(token.subject !== undefined && { subject: token.subject }),
});
const shownKey = (key: PlatformKey) => ({ ...shownSecret(key), scopes: key.scopes });

const lifetime = ({ expiresInDays }: { readonly expiresInDays?: number }) =>
  expiresInDays === undefined ? {} : { lifetimeMs: expiresInDays * DAY_MS };

/** An answer that shows a secret, this once. */
const issued = <Kept extends ProvisioningToken>(
  { secret, token }: { readonly secret: string; readonly token: Kept },
  show: (kept: Kept) => object,
) => ({ body: { ...show(token), secret }, target: { fingerprint: token.fingerprint } });

const rotationOf = ({ overlapHours, ...rest }: { readonly overlapHours: number; readonly expiresInDays?: number }) => ({
  overlapMs: overlapHours * HOUR_MS,
  ...lifetime(rest),
});

const named = { params: id('fingerprint'), query: NONE } as const;
const plain = { params: NONE, query: NONE } as const;

const tokens: readonly Operation[] = [
  deskOperation({
    ...plain,
    id: 'listTokens',
    method: 'GET',
    path: '/tokens',
    tag: 'Tokens',
    summary: 'List provisioning tokens, newest first',
    answer: Tokens,
    problems: [],
    run: ({ desk: { secrets } }) =>
      Effect.map(secrets.tokens.list(), (found) => ({ body: { tokens: found.map(shownToken) } })),
  }),
  deskOperation({
    ...plain,
    id: 'issueToken',
    method: 'POST',
    path: '/tokens',
    tag: 'Tokens',
    summary: 'Issue a provisioning token, shown this once',
    body: TokenRequest,
    answer: IssuedToken,
    problems: ['invalid-value'],
    run: ({ body: { label, ...rest }, desk: { secrets } }) =>
      Effect.map(secrets.tokens.issue({ ...lifetime(rest), ...(label !== undefined && { label }) }), (made) =>
        issued(made, shownToken),
      ),
  }),
  deskOperation({
    ...named,
    id: 'rotateToken',
    method: 'POST',
    path: '/tokens/{fingerprint}/rotate',
    tag: 'Tokens',
    summary: 'Issue a second token; the old one expires after the overlap',
    body: Rotation,
    answer: IssuedToken,
    problems: ['not-found', 'conflict'],
    run: ({ params, body, desk: { secrets } }) =>
      Effect.map(secrets.tokens.rotate(params['fingerprint'] ?? '', rotationOf(body)), (made) =>
        issued(made, shownToken),
      ),
  }),
  deskOperation({
    ...named,
    id: 'revokeToken',
    method: 'DELETE',
    path: '/tokens/{fingerprint}',
    tag: 'Tokens',
    summary: 'Revoke a token at once',
    answer: Done,
    problems: ['not-found'],
    run: ({ params, desk: { secrets } }) => Effect.as(secrets.tokens.revoke(params['fingerprint'] ?? ''), { body: {} }),
  }),
];

const keys: readonly Operation[] = [
  deskOperation({
    ...plain,
    id: 'listKeys',
    method: 'GET',
    path: '/platform-keys',
    tag: 'Platform keys',
    summary: 'List platform keys, newest first',
    answer: Keys,
    problems: [],
    run: ({ desk: { secrets } }) =>
      Effect.map(secrets.keys.list(), (found) => ({ body: { keys: found.map(shownKey) } })),
  }),
  deskOperation({
    ...plain,
    id: 'issueKey',
    method: 'POST',
    path: '/platform-keys',
    tag: 'Platform keys',
    summary: 'Issue a platform key, shown this once',
    body: KeyRequest,
    answer: IssuedKey,
    problems: ['invalid-value'],
    run: ({ body: { label, scopes, ...rest }, desk: { secrets } }) =>
      Effect.map(secrets.keys.issue({ scopes, ...lifetime(rest), ...(label !== undefined && { label }) }), (made) =>
        issued(made, shownKey),
      ),
  }),
  deskOperation({
    ...named,
    id: 'rotateKey',
    method: 'POST',
    path: '/platform-keys/{fingerprint}/rotate',
    tag: 'Platform keys',
    summary: 'Issue a second key; the old one expires after the overlap',
    body: Rotation,
    answer: IssuedKey,
    problems: ['not-found', 'conflict'],
    run: ({ params, body, desk: { secrets } }) =>
      Effect.map(secrets.keys.rotate(params['fingerprint'] ?? '', rotationOf(body)), (made) => issued(made, shownKey)),
  }),
  deskOperation({
    ...named,
    id: 'revokeKey',
    method: 'DELETE',
    path: '/platform-keys/{fingerprint}',
    tag: 'Platform keys',
    summary: 'Revoke a key at once',
    answer: Done,
    problems: ['not-found'],
    run: ({ params, desk: { secrets } }) => Effect.as(secrets.keys.revoke(params['fingerprint'] ?? ''), { body: {} }),
  }),
];

/** The operations about tokens and keys. */
export const secretOperations: readonly Operation[] = [...tokens, ...keys];
