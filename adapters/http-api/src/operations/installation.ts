// What operators do: organisations and accounts of the installation.
import * as Effect from 'effect/Effect';
import type { Account as StoredAccount, PersonAccess } from '@looop-scim/provisioning/accounts';
import type { OrganisationSummary, Organisation } from '@looop-scim/provisioning/organisation';
import { shownAudit } from '../audit-trail.ts';
import { peopleOperation, type Operation } from '../operation.ts';
import { NotConfirmed, OwnAccount } from '../people-failures.ts';
import { linkUrl } from '../people-gate.ts';
import {
  Account,
  AccountParams,
  AccountRequest,
  AccountsQuery,
  AddedOrganisation,
  AuditEntry,
  AuditQuery,
  Confirmation,
  Done,
  LinkedAccount,
  OrganisationChange,
  OrganisationRequest,
  Organisations,
} from '../people-schemas.ts';
import { id, NONE, PAGE_LIMIT, pageOf } from '../schemas.ts';
import { timeText } from '../time-text.ts';

const shownOrganisation = ({ name, scimEnabled, profile, created }: Organisation) => ({
  name,
  scimEnabled,
  profile,
  createdAt: timeText(created),
});

const shownSummary = ({ organisation, users, groups, lastUsed }: OrganisationSummary) => ({
  ...shownOrganisation(organisation),
  users,
  groups,
  ...(lastUsed !== undefined && { lastContactAt: timeText(lastUsed) }),
});

/** Fails: `OwnAccount`, when somebody asks about the account that they are signed in to. */
const notOwn = (person: PersonAccess | undefined, accountId: string): Effect.Effect<void, OwnAccount> =>
  accountId === person?.account.id ? Effect.fail(new OwnAccount()) : Effect.void;

const shownAccount = ({ id: accountId, email, name, isOperator, ...rest }: StoredAccount) => ({
  id: accountId,
  email,
  name,
  isOperator,
  hasPassword: rest.passwordHash !== undefined,
  createdAt: timeText(rest.created),
  ...(rest.lastSignIn !== undefined && { lastSignInAt: timeText(rest.lastSignIn) }),
  ...(rest.disabled !== undefined && { disabledAt: timeText(rest.disabled) }),
});

const plain = { params: NONE, query: NONE } as const;

const organisations: readonly Operation[] = [
  peopleOperation({
    ...plain,
    id: 'listOrganisations',
    method: 'GET',
    path: '/organisations',
    tag: 'Organisations',
    summary: 'List organisations',
    answer: Organisations,
    problems: [],
    run: ({ gate: { administration } }) =>
      Effect.map(administration.summariseAll(), (all) => ({ body: { organisations: all.map(shownSummary) } })),
  }),
  peopleOperation({
    ...plain,
    id: 'addOrganisation',
    method: 'POST',
    path: '/organisations',
    tag: 'Organisations',
    summary: 'Add an organisation, with SCIM switched on',
    body: OrganisationRequest,
    answer: AddedOrganisation,
    problems: ['invalid-value', 'conflict'],
    run: ({ body: { name }, gate: { administration } }) =>
      Effect.map(administration.addOrganisation(name), (added) => ({
        body: shownOrganisation(added),
        target: { organisation: name },
      })),
  }),
  peopleOperation({
    params: id('organisation'),
    query: NONE,
    id: 'changeOrganisation',
    method: 'PATCH',
    path: '/organisations/{organisation}',
    tag: 'Organisations',
    summary: 'Rename an organisation, switch SCIM on or off, choose its interop policy',
    body: OrganisationChange,
    answer: AddedOrganisation,
    problems: ['invalid-value', 'not-found', 'conflict'],
    run: ({ params, body: { name, scimEnabled, profile }, gate: { administration } }) =>
      Effect.map(
        administration.changeOrganisation(params['organisation'] ?? '', {
          ...(name !== undefined && { name }),
          ...(scimEnabled !== undefined && { scimEnabled }),
          ...(profile !== undefined && { profile }),
        }),
        (changed) => ({
          body: shownOrganisation(changed),
          target: {
            ...(name !== undefined && { name }),
            ...(scimEnabled !== undefined && { scimEnabled: String(scimEnabled) }),
            ...(profile !== undefined && { profile }),
          },
        }),
      ),
  }),
  peopleOperation({
    params: id('organisation'),
    query: Confirmation,
    id: 'deleteOrganisation',
    method: 'DELETE',
    path: '/organisations/{organisation}',
    tag: 'Organisations',
    summary: 'Delete an organisation with all that it has, for good',
    description: 'Its tokens open nothing from now on; what it has is removed in the background, also after a restart.',
    answer: Done,
    problems: ['not-found', 'not-confirmed'],
    run: ({ params, query: { confirm }, gate: { administration } }) => {
      const name = params['organisation'] ?? '';
      if (confirm !== name) {
        return Effect.flatMap(administration.organisation(name), () => Effect.fail(new NotConfirmed({ name })));
      }
      return Effect.as(administration.beginDeletion(name), { body: {} });
    },
  }),
];

const accounts: readonly Operation[] = [
  peopleOperation({
    params: NONE,
    query: AccountsQuery,
    id: 'listAccounts',
    method: 'GET',
    path: '/accounts',
    tag: 'Accounts',
    summary: 'List accounts',
    description: 'In no particular order.',
    answer: pageOf('accounts', Account),
    problems: [],
    run: ({ query: { cursor, limit = PAGE_LIMIT }, gate: { people } }) =>
      Effect.map(
        people.accounts.list({ limit: limit + 1, ...(cursor !== undefined && { after: cursor }) }),
        (found) => {
          const shown = found.slice(0, limit);
          const next = found.length > limit ? shown.at(-1)?.id : undefined;
          return {
            body: {
              accounts: shown.map(shownAccount),
              hasMore: next !== undefined,
              ...(next !== undefined && { next }),
            },
          };
        },
      ),
  }),
  peopleOperation({
    ...plain,
    id: 'addAccount',
    method: 'POST',
    path: '/accounts',
    tag: 'Accounts',
    summary: 'Add an account, with a link for its first password',
    body: AccountRequest,
    answer: LinkedAccount,
    problems: ['invalid-value', 'conflict'],
    run: ({ body, gate: { people, pages } }) =>
      Effect.map(people.accounts.add(body), ({ account, link }) => ({
        body: { ...shownAccount(account), link: linkUrl(pages(), link) },
        target: { email: account.email, isOperator: String(account.isOperator) },
      })),
  }),
  peopleOperation({
    params: AccountParams,
    query: NONE,
    id: 'linkAccount',
    method: 'POST',
    path: '/accounts/{accountId}/link',
    tag: 'Accounts',
    summary: 'A link that sets another password, for somebody who has lost theirs',
    answer: LinkedAccount,
    problems: ['not-found'],
    run: ({ params: { accountId }, gate: { people, pages } }) =>
      Effect.map(people.accounts.link(accountId), ({ account, link }) => ({
        body: { ...shownAccount(account), link: linkUrl(pages(), link) },
      })),
  }),
  ...(
    [
      ['disableAccount', 'disable', true, 'Keep an account from signing in, and end its sessions'],
      ['enableAccount', 'enable', false, 'Let a disabled account sign in again'],
    ] as const
  ).map(([operationId, verb, isDisabled, summary]) =>
    peopleOperation({
      params: AccountParams,
      query: NONE,
      id: operationId,
      method: 'POST',
      path: `/accounts/{accountId}/${verb}`,
      tag: 'Accounts',
      summary,
      answer: Done,
      problems: ['not-found', 'conflict'],
      run: ({ params: { accountId }, gate: { people }, person }) =>
        Effect.as(
          Effect.andThen(
            isDisabled ? notOwn(person, accountId) : Effect.void,
            people.accounts.setDisabled(accountId, isDisabled),
          ),
          { body: {} },
        ),
    }),
  ),
  peopleOperation({
    params: AccountParams,
    query: NONE,
    id: 'removeAccount',
    method: 'DELETE',
    path: '/accounts/{accountId}',
    tag: 'Accounts',
    summary: 'Delete an account with its roles',
    answer: Done,
    problems: ['not-found', 'conflict'],
    run: ({ params: { accountId }, gate: { people }, person }) =>
      Effect.as(Effect.andThen(notOwn(person, accountId), people.accounts.remove(accountId)), { body: {} }),
  }),
  peopleOperation({
    params: NONE,
    query: AuditQuery,
    id: 'listInstallationAudit',
    method: 'GET',
    path: '/installation/audit',
    tag: 'Accounts',
    summary: 'Sign-ins, and what operators did, newest first',
    answer: pageOf('entries', AuditEntry),
    problems: [],
    run: ({ query, gate: { audit } }) => shownAudit(audit, query),
  }),
];

/** The operations of operators. */
export const installationOperations: readonly Operation[] = [...organisations, ...accounts];
