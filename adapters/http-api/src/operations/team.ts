// Who administers an organisation: administrators, invitations, sign-in settings, and what they did.
import * as Effect from 'effect/Effect';
import type { Administrator, ShownSignInSettings, Invitation } from '@looop-scim/provisioning/accounts';
import { shownAudit } from '../audit-trail.ts';
import { deskOperation, type Operation } from '../operation.ts';
import { linkUrl, redirectUri, type PeopleGate } from '../people-gate.ts';
import {
  AccountParams,
  Administrators,
  AuditEntry,
  AuditQuery,
  Done,
  InvitationParams,
  InvitationRequest,
  Invitations,
  RoleRequest,
  SentInvitation,
  SignInSettings,
  SignInSettingsRequest,
} from '../people-schemas.ts';
import { NONE, pageOf } from '../schemas.ts';
import { timeText } from '../time-text.ts';

const shownAdministrator = ({ lastSignIn, ...rest }: Administrator) => ({
  ...rest,
  ...(lastSignIn !== undefined && { lastSignInAt: timeText(lastSignIn) }),
});

const shownInvitation = ({ id: invitationId, email, role, by, created, expires }: Invitation) => ({
  id: invitationId,
  email,
  role,
  invitedBy: by,
  createdAt: timeText(created),
  expiresAt: timeText(expires),
});

const shownSettings = (settings: ShownSignInSettings | undefined, gate: PeopleGate) => ({
  ...(settings !== undefined && {
    issuer: settings.issuer,
    clientId: settings.clientId,
    savedAt: timeText(settings.saved),
  }),
  redirectUri: redirectUri(gate.pages()),
});

const common = { tag: 'Team', params: NONE, query: NONE } as const;

const administrators: readonly Operation[] = [
  deskOperation({
    ...common,
    id: 'listAdministrators',
    method: 'GET',
    path: '/administrators',
    summary: 'List those who have a role in the organisation',
    answer: Administrators,
    problems: [],
    run: ({ desk: { team } }) =>
      Effect.map(team.administrators(), (found) => ({ body: { administrators: found.map(shownAdministrator) } })),
  }),
  deskOperation({
    ...common,
    params: AccountParams,
    id: 'changeRole',
    method: 'PUT',
    path: '/administrators/{accountId}',
    summary: 'Change a role',
    body: RoleRequest,
    answer: Done,
    problems: ['not-found', 'conflict'],
    run: ({ params, body: { role }, desk: { team }, person }) =>
      Effect.as(team.changeRole({ accountId: params.accountId, role, mayBeLast: person.account.isOperator }), {
        body: {},
        target: { role },
      }),
  }),
  deskOperation({
    ...common,
    params: AccountParams,
    id: 'removeAdministrator',
    method: 'DELETE',
    path: '/administrators/{accountId}',
    summary: 'Take a role away',
    answer: Done,
    problems: ['not-found', 'conflict'],
    run: ({ params, desk: { team }, person }) =>
      Effect.as(
        team.changeRole({
          accountId: params.accountId,
          role: undefined,
          mayBeLast: person.account.isOperator,
        }),
        { body: {} },
      ),
  }),
];

const invitations: readonly Operation[] = [
  deskOperation({
    ...common,
    id: 'listInvitations',
    method: 'GET',
    path: '/invitations',
    summary: 'List invitations that can be accepted',
    answer: Invitations,
    problems: [],
    run: ({ desk: { team } }) =>
      Effect.map(team.invitations(), (found) => ({ body: { invitations: found.map(shownInvitation) } })),
  }),
  deskOperation({
    ...common,
    id: 'invite',
    method: 'POST',
    path: '/invitations',
    summary: 'Invite somebody by a link that is used once',
    description: 'The service sends no mail. Whether the address has an account already is not told.',
    body: InvitationRequest,
    answer: SentInvitation,
    problems: ['invalid-value', 'conflict'],
    run: ({ body, desk: { team }, person, gate }) =>
      Effect.map(team.invite({ ...body, by: person.account.email }), ({ invitation, link }) => ({
        body: { ...shownInvitation(invitation), link: linkUrl(gate.pages(), link) },
        target: { email: invitation.email, role: invitation.role },
      })),
  }),
  deskOperation({
    ...common,
    params: InvitationParams,
    id: 'withdrawInvitation',
    method: 'DELETE',
    path: '/invitations/{invitationId}',
    summary: 'Withdraw an invitation',
    answer: Done,
    problems: ['not-found'],
    run: ({ params, desk: { team } }) => Effect.as(team.withdraw(params.invitationId), { body: {} }),
  }),
];

const settings: readonly Operation[] = [
  deskOperation({
    ...common,
    id: 'getSignInSettings',
    method: 'GET',
    path: '/sign-in-settings',
    summary: 'How administrators sign in with the identity provider of the organisation',
    answer: SignInSettings,
    problems: [],
    run: ({ desk: { signInSettings }, gate }) =>
      Effect.map(signInSettings.read(), (found) => ({ body: shownSettings(found, gate) })),
  }),
  deskOperation({
    ...common,
    id: 'saveSignInSettings',
    method: 'PUT',
    path: '/sign-in-settings',
    summary: 'Have administrators sign in with OpenID Connect',
    description: 'Saved once the provider answers. Passwords go on to work.',
    body: SignInSettingsRequest,
    answer: SignInSettings,
    problems: ['invalid-value'],
    run: ({ body, desk: { signInSettings }, gate }) =>
      Effect.map(signInSettings.save(body), (saved) => ({
        body: shownSettings(saved, gate),
        target: { issuer: saved.issuer, clientId: saved.clientId },
      })),
  }),
  deskOperation({
    ...common,
    id: 'removeSignInSettings',
    method: 'DELETE',
    path: '/sign-in-settings',
    summary: 'Have administrators sign in with passwords alone',
    answer: Done,
    problems: [],
    run: ({ desk: { signInSettings } }) => Effect.as(signInSettings.remove(), { body: {} }),
  }),
];

const audit: readonly Operation[] = [
  deskOperation({
    ...common,
    query: AuditQuery,
    id: 'listAuditEntries',
    method: 'GET',
    path: '/audit',
    summary: 'What people with accounts did in the organisation, newest first',
    answer: pageOf('entries', AuditEntry),
    problems: [],
    run: ({ query, desk: { audit: log } }) => shownAudit(log, query),
  }),
];

/** The operations about the team. */
export const teamOperations: readonly Operation[] = [...administrators, ...invitations, ...settings, ...audit];
