// What operators do: add organisations, switch SCIM on and off, issue and revoke tokens.
import * as Clock from 'effect/Clock';
import * as Data from 'effect/Data';
import * as Effect from 'effect/Effect';
import type { SchemaRegistry, StorageUnavailable } from '@looop-scim/scim';
import {
  isOrganisationName,
  organisationId,
  type Organisation,
  type OrganisationId,
} from '../organisation/organisation.ts';
import { handleOf, isTokenLabel, SHORTEST_TOKEN, type ProvisioningToken } from '../organisation/provisioning-token.ts';
import type { IdGenerator, TokenSecrets } from '../ports/identifiers.ts';
import {
  NoSuchEntry,
  type AlreadyExists,
  type OrganisationDirectory,
  type TokenDirectory,
} from '../ports/organisation-directory.ts';
import type { ResourceRepository } from '../ports/resource-repository.ts';
import { findUserId } from './find-user.ts';

/** The text is not a valid name of an organisation (rules: isOrganisationName). */
export class InvalidOrganisationName extends Data.TaggedError('InvalidOrganisationName')<{ readonly name: string }> {}

/** A token set by hand has fewer characters than it needs to be hard to guess. */
export class TokenTooShort extends Data.TaggedError('TokenTooShort')<{ readonly shortest: number }> {}

/** The text cannot label a token (rules: isTokenLabel). */
export class InvalidTokenLabel extends Data.TaggedError('InvalidTokenLabel')<{ readonly label: string }> {}

/** A token as it is shown once, with what is kept of it. */
export interface IssuedToken {
  readonly secret: string;
  readonly token: ProvisioningToken;
}

/** How a token is made. */
export interface TokenRequest {
  /** The token itself, at least 32 characters; generated when absent. */
  readonly secret?: string;
  /** Milliseconds from now until it expires; absent: it does not. */
  readonly lifetimeMs?: number;
  /** Id or userName of the user of the organisation whom the token stands for; absent: nobody. */
  readonly subject?: string;
  /** What the operator calls the token. */
  readonly label?: string;
}

/** How a token may not be issued. */
type IssueFailure = AlreadyExists | InvalidTokenLabel | NoSuchEntry | TokenTooShort | StorageUnavailable;

/** An organisation as a list shows it. */
export interface OrganisationSummary {
  readonly organisation: Organisation;
  /** Users, inactive ones included. */
  readonly users: number;
  readonly groups: number;
  /** When one of its tokens was used last, in milliseconds since 1970; absent when none ever was. */
  readonly lastUsed?: number;
}

interface Dependencies {
  readonly organisations: OrganisationDirectory;
  /** One step of removing what deleted organisations leave, as `Storage.purgeRemoved`. */
  readonly purgeRemoved: (limit: number) => Effect.Effect<number, StorageUnavailable>;
  readonly tokens: TokenDirectory;
  /** The users and groups of an organisation, among whom a token's subject is looked up. */
  readonly resourcesOf: (id: OrganisationId) => ResourceRepository;
  readonly registry: SchemaRegistry;
  readonly ids: IdGenerator;
  readonly secrets: TokenSecrets;
}

const makeIssueToken = ({ tokens, secrets, resourcesOf, registry }: Dependencies) => {
  const subjectOf = Effect.fnUntraced(function* (
    organisation: Organisation,
    name: string,
  ): Effect.fn.Return<string, NoSuchEntry | StorageUnavailable> {
    const user = registry.resourceType('User');
    if (user === undefined) return yield* new NoSuchEntry({ what: 'user', name });
    return yield* findUserId(user, resourcesOf(organisation.id), name);
  });

  return Effect.fnUntraced(function* (
    organisation: Organisation,
    request: TokenRequest = {},
  ): Effect.fn.Return<IssuedToken, IssueFailure> {
    const { label } = request;
    if (label !== undefined && !isTokenLabel(label)) return yield* new InvalidTokenLabel({ label });
    const secret = request.secret ?? (yield* secrets.generate);
    if (secret.length < SHORTEST_TOKEN) return yield* new TokenTooShort({ shortest: SHORTEST_TOKEN });
    const subject = request.subject === undefined ? undefined : yield* subjectOf(organisation, request.subject);
    const created = yield* Clock.currentTimeMillis;
    const hash = secrets.hash(secret);
    const token: ProvisioningToken = {
      organisationId: organisation.id,
      handle: handleOf(hash),
      hash,
      created,
      ...(request.lifetimeMs !== undefined && { expires: created + request.lifetimeMs }),
      ...(subject !== undefined && { subject }),
      ...(label !== undefined && { label }),
    };
    yield* tokens.add(token);
    return { secret, token };
  });
};

/** Records that a deletion removes in one step. */
const PURGE_STEP = 500;

const makeSummarise = ({ organisations, resourcesOf, tokens }: Dependencies) => {
  const count = (id: OrganisationId, resourceType: string): Effect.Effect<number, StorageUnavailable> =>
    Effect.map(
      resourcesOf(id).list({ resourceType, offset: 0, limit: 0, withMemberships: false }),
      ({ total }) => total,
    );

  const summaryOf = Effect.fnUntraced(function* (
    organisation: Organisation,
  ): Effect.fn.Return<OrganisationSummary, StorageUnavailable> {
    const uses = (yield* tokens.ofOrganisation(organisation.id)).flatMap(({ lastUsed }) => lastUsed ?? []);
    const users = yield* count(organisation.id, 'User');
    const groups = yield* count(organisation.id, 'Group');
    return { organisation, users, groups, ...(uses.length > 0 && { lastUsed: Math.max(...uses) }) };
  });

  return {
    summarise: (name: string) => Effect.flatMap(organisations.byName(name), summaryOf),
    summariseAll: () => Effect.flatMap(organisations.list(), (all) => Effect.forEach(all, summaryOf)),
  };
};

/** The operators' use cases. Each call is one Effect; failures are typed and name what was wrong. */
export const makeOrganisationAdministration = (deps: Dependencies) => {
  const issueToken = makeIssueToken(deps);

  const addOrganisation = Effect.fnUntraced(function* (
    name: string,
  ): Effect.fn.Return<Organisation, InvalidOrganisationName | AlreadyExists | StorageUnavailable> {
    if (!isOrganisationName(name)) return yield* new InvalidOrganisationName({ name });
    const organisation: Organisation = {
      id: organisationId(yield* deps.ids.next),
      name,
      scimEnabled: true,
      profile: 'interop',
      leniencies: {},
      created: yield* Clock.currentTimeMillis,
    };
    yield* deps.organisations.add(organisation);
    return organisation;
  });

  const changeOrganisation = Effect.fnUntraced(function* (
    name: string,
    settings: Partial<Pick<Organisation, 'scimEnabled' | 'profile' | 'leniencies'>>,
  ): Effect.fn.Return<Organisation, NoSuchEntry | StorageUnavailable> {
    const changed = { ...(yield* deps.organisations.byName(name)), ...settings };
    yield* deps.organisations.update(changed);
    return changed;
  });

  const issueTokenFor = Effect.fnUntraced(function* (
    name: string,
    request: TokenRequest = {},
  ): Effect.fn.Return<IssuedToken, IssueFailure> {
    return yield* issueToken(yield* deps.organisations.byName(name), request);
  });

  const deleteOrganisation = Effect.fnUntraced(function* (
    name: string,
  ): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
    yield* deps.organisations.remove(yield* deps.organisations.byName(name), yield* Clock.currentTimeMillis);
    while ((yield* deps.purgeRemoved(PURGE_STEP)) > 0);
  });

  const listTokens = Effect.fnUntraced(function* (
    name: string,
  ): Effect.fn.Return<readonly ProvisioningToken[], NoSuchEntry | StorageUnavailable> {
    const organisation = yield* deps.organisations.byName(name);
    return yield* deps.tokens.ofOrganisation(organisation.id);
  });

  const revokeToken = Effect.fnUntraced(function* (
    handle: string,
  ): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
    yield* deps.tokens.revoke(handle, yield* Clock.currentTimeMillis);
  });

  return {
    addOrganisation,
    changeOrganisation,
    issueToken: issueTokenFor,
    organisation: deps.organisations.byName,
    listOrganisations: deps.organisations.list,
    /** Users, groups and last use of one organisation, and of all in the order of their names. */
    ...makeSummarise(deps),
    /** Deletes an organisation with all that it has; when it is interrupted, whoever purges the storage next goes on. */
    deleteOrganisation,
    listTokens,
    revokeToken,
  };
};
