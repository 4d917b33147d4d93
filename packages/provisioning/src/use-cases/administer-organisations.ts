// What operators do: add organisations, switch SCIM on and off, issue and revoke tokens.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import {
  isOrganisationName,
  organisationId,
  type Organisation,
  type OrganisationId,
} from '../organisation/organisation.ts';
import { fingerprintOf, SHORTEST_TOKEN, type ProvisioningToken } from '../organisation/provisioning-token.ts';
import {
  InvalidOrganisationName,
  TokenTooShort,
  type IssuedToken,
  type OrganisationAdministration,
  type OrganisationSettings,
  type TokenRequest,
} from '../ports/inbound/organisation-administration.ts';
import type { IdGenerator, TokenSecrets } from '../ports/outbound/identifiers.ts';
import {
  NoSuchEntry,
  type AlreadyExists,
  type OrganisationStore,
  type TokenStore,
} from '../ports/outbound/organisation-store.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { findUserId } from './find-user.ts';

interface Dependencies {
  readonly organisations: OrganisationStore;
  readonly tokens: TokenStore;
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
      fingerprint: fingerprintOf(hash),
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
export const makeOrganisationAdministration = (deps: Dependencies): OrganisationAdministration => {
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
    settings: OrganisationSettings,
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
    fingerprint: string,
  ): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
    yield* deps.tokens.revoke(fingerprint, yield* Clock.currentTimeMillis);
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
