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
import { handleOf, SHORTEST_TOKEN, type ProvisioningToken } from '../organisation/provisioning-token.ts';
import type { IdGenerator, TokenSecrets } from '../ports/identifiers.ts';
import {
  NoSuchEntry,
  type AlreadyExists,
  type OrganisationDirectory,
  type TokenDirectory,
} from '../ports/organisation-directory.ts';
import type { ResourceRepository } from '../ports/resource-repository.ts';
import { findUserId } from './find-user.ts';

/** The name is none: see isOrganisationName. */
export class InvalidOrganisationName extends Data.TaggedError('InvalidOrganisationName')<{ readonly name: string }> {}

/** A token set by hand has fewer characters than it needs to be hard to guess. */
export class TokenTooShort extends Data.TaggedError('TokenTooShort')<{ readonly shortest: number }> {}

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
}

interface Dependencies {
  readonly organisations: OrganisationDirectory;
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
  ): Effect.fn.Return<IssuedToken, AlreadyExists | NoSuchEntry | TokenTooShort | StorageUnavailable> {
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
    };
    yield* tokens.add(token);
    return { secret, token };
  });
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
  ): Effect.fn.Return<IssuedToken, AlreadyExists | NoSuchEntry | TokenTooShort | StorageUnavailable> {
    return yield* issueToken(yield* deps.organisations.byName(name), request);
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
    listTokens,
    revokeToken,
  };
};
