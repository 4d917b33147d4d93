// Signing in and out, one-time links, and one's own account.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { NotSignedIn, type BegunSession, type PersonAccess } from '@looop-scim/provisioning/accounts';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { peopleOperation, type Answer, type Operation } from '../operation.ts';
import type { PeopleGate } from '../people-gate.ts';
import {
  Done,
  LinkDescription,
  LinkRequest,
  LinkUse,
  PasswordChange,
  Session,
  SignInRequest,
  SignOnRequest,
  SignOnStart,
} from '../people-schemas.ts';
import { returnPath } from '../return-path.ts';
import { NONE } from '../schemas.ts';

/** What a page needs to know of whoever is signed in. */
const shownSession = Effect.fnUntraced(function* (
  { account, proof, onlyOrganisation }: PersonAccess,
  { organisationsOf, support }: PeopleGate,
): Effect.fn.Return<object, StorageUnavailable> {
  const { id, email, name, isOperator } = account;
  const ids = Object.keys(account.roles).map(organisationId);
  const visible = onlyOrganisation === undefined ? ids : ids.filter((one) => one === onlyOrganisation);
  const found = yield* organisationsOf(visible);
  const only = found.find((one) => one.id === onlyOrganisation);
  return {
    account: { id, email, name, isOperator: isOperator && onlyOrganisation === undefined },
    organisations: found
      .map((one) => ({ name: one.name, role: account.roles[one.id] }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    csrfToken: proof,
    ...(only !== undefined && { onlyOrganisation: only.name }),
    ...(support !== undefined && { support }),
  };
});

/** A session that begins. */
const begun = (session: BegunSession, gate: PeopleGate): Effect.Effect<Answer, StorageUnavailable> => {
  const { id: accountId, email } = session.access.account;
  return Effect.map(shownSession(session.access, gate), (body) => ({
    body,
    sessionChange: { begun: session },
    actor: { accountId, email },
  }));
};

const visitorOf = ({ address, session }: { readonly address: string; readonly session: string | undefined }) => ({
  address,
  ...(session !== undefined && { previous: session }),
});

const common = { tag: 'Session', params: NONE, query: NONE } as const;
const needsPerson = (person: PersonAccess | undefined) =>
  person === undefined ? Effect.fail(new NotSignedIn()) : Effect.succeed(person);

const signingIn: readonly Operation[] = [
  peopleOperation({
    ...common,
    id: 'signIn',
    method: 'POST',
    path: '/session',
    summary: 'Sign in with e-mail address and password',
    description: 'Sets the cookie of the session. After failures there is a wait, told by Retry-After.',
    body: SignInRequest,
    answer: Session,
    problems: ['sign-in-refused'],
    // Whoever had signed in before is somebody else.
    actorOf: () => Effect.undefined,
    run: ({ body, gate, ...call }) =>
      Effect.flatMap(gate.people.signingIn.signIn({ ...body, ...visitorOf(call) }), (session) => begun(session, gate)),
  }),
  peopleOperation({
    ...common,
    id: 'startSingleSignOn',
    method: 'POST',
    path: '/session/single-sign-on',
    summary: 'Sign in with the identity provider of an organisation',
    description: 'The browser then goes to url, and comes back to GET /session/single-sign-on.',
    body: SignOnRequest,
    answer: SignOnStart,
    problems: ['sign-in-refused'],
    run: ({ body: { organisation, returnTo }, gate: { people } }) =>
      Effect.map(
        people.singleSignOn.start({ organisation, returnTo: returnPath(returnTo) }),
        ({ url, binding, ends }) => ({ body: { url }, signOn: { binding, ends } }),
      ),
  }),
  peopleOperation({
    ...common,
    id: 'getSession',
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in, and the proof for changes',
    answer: Session,
    problems: [],
    run: ({ person, gate }) =>
      Effect.flatMap(needsPerson(person), (known) => Effect.map(shownSession(known, gate), (body) => ({ body }))),
  }),
  peopleOperation({
    ...common,
    id: 'signOut',
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    answer: Done,
    problems: [],
    run: ({ session = '', gate: { people } }) =>
      Effect.as(people.sessions.end(session), { body: {}, sessionChange: { ended: true } as const }),
  }),
  peopleOperation({
    ...common,
    id: 'endSessions',
    method: 'DELETE',
    path: '/sessions',
    summary: 'Sign out everywhere',
    answer: Done,
    problems: [],
    run: ({ person, gate: { people } }) =>
      Effect.flatMap(needsPerson(person), ({ account }) =>
        Effect.as(people.sessions.endAll(account.id), { body: {}, sessionChange: { ended: true } as const }),
      ),
  }),
  peopleOperation({
    ...common,
    id: 'changePassword',
    method: 'PUT',
    path: '/session/password',
    summary: 'Change the password, and sign out everywhere else',
    body: PasswordChange,
    answer: Session,
    problems: ['sign-in-refused', 'invalid-password'],
    run: ({ body, person, gate, ...call }) =>
      Effect.flatMap(needsPerson(person), ({ account }) =>
        Effect.flatMap(
          gate.people.signingIn.changePassword({ ...body, accountId: account.id, ...visitorOf(call) }),
          (session) => begun(session, gate),
        ),
      ),
  }),
];

const links: readonly Operation[] = [
  peopleOperation({
    ...common,
    id: 'describeLink',
    method: 'POST',
    path: '/links/describe',
    summary: 'What a one-time link is for',
    description: 'By POST, so that the link does not stand in a URL that is logged.',
    body: LinkRequest,
    answer: LinkDescription,
    problems: ['not-found'],
    run: ({ body: { link }, gate: { people } }) => Effect.map(people.links.describe(link), (body) => ({ body })),
  }),
  peopleOperation({
    ...common,
    id: 'useLink',
    method: 'POST',
    path: '/links/use',
    summary: 'Accept an invitation, or set the password of an account',
    description: 'Uses the link up, and signs in.',
    body: LinkUse,
    answer: Session,
    problems: ['not-found', 'not-signed-in', 'invalid-password'],
    actorOf: ({ body: { link }, gate: { people } }) =>
      people.links.holder(link).pipe(Effect.catchTag('LinkNotValid', () => Effect.undefined)),
    run: ({ body, person, gate, ...call }) => {
      // A session for one organisation alone does not speak for the whole account.
      const signedIn = person?.onlyOrganisation === undefined ? person?.account : undefined;
      const use = { ...body, ...visitorOf(call), ...(signedIn !== undefined && { signedIn }) };
      return Effect.flatMap(gate.people.links.use(use), (session) => begun(session, gate));
    },
  }),
];

/** The operations about sessions. */
export const sessionOperations: readonly Operation[] = [...signingIn, ...links];
