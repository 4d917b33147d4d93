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
import { isPlatformKey } from '../organisation/platform-key.ts';
import {
  fingerprintOf,
  isTokenLabel,
  SHORTEST_TOKEN,
  type ProvisioningToken,
} from '../organisation/provisioning-token.ts';
import {
  InvalidOrganisationName,
  InvalidTokenLabel,
  TokenNotValid,
  TokenTooShort,
  type IssuedToken,
  type OrganisationAdministration,
  type OrganisationSettings,
  type OrganisationSummary,
  type TokenIssueFailure,
  type TokenRequest,
  type TokenRotation,
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
  /** One step of removing what deleted organisations leave, as `Storage.purgeRemoved`. */
  readonly purgeRemoved: (limit: number) => Effect.Effect<number, StorageUnavailable>;
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
    // Operators' commands have no limit of work.
    return yield* Effect.catchTag(findUserId(user, resourcesOf(organisation.id), name), 'TooMany', Effect.die);
  });

  return Effect.fnUntraced(function* (
    organisation: Organisation,
    request: TokenRequest = {},
  ): Effect.fn.Return<IssuedToken, TokenIssueFailure> {
    const { label } = request;
    if (label !== undefined && !isTokenLabel(label)) return yield* new InvalidTokenLabel({ label });
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
      // A count without filter is never too much work.
    ).pipe(Effect.catchTag('TooMany', Effect.die));

  const summaryOf = Effect.fnUntraced(function* (
    organisation: Organisation,
  ): Effect.fn.Return<OrganisationSummary, StorageUnavailable> {
    const issued = (yield* tokens.ofOrganisation(organisation.id)).filter((token) => !isPlatformKey(token));
    const uses = issued.flatMap(({ lastUsed }) => lastUsed ?? []);
    const users = yield* count(organisation.id, 'User');
    const groups = yield* count(organisation.id, 'Group');
    return { organisation, users, groups, ...(uses.length > 0 && { lastUsed: Math.max(...uses) }) };
  });

  return {
    summarise: (name: string) => Effect.flatMap(organisations.byName(name), summaryOf),
    summariseAll: () => Effect.flatMap(organisations.list(), (all) => Effect.forEach(all, summaryOf)),
  };
};

/** Makes what is done with tokens of identity providers; platform keys are none. */
const makeTokens = (deps: Dependencies) => {
  const issue = makeIssueToken(deps);

  const issueToken = Effect.fnUntraced(function* (
    name: string,
    request: TokenRequest = {},
  ): Effect.fn.Return<IssuedToken, TokenIssueFailure> {
    return yield* issue(yield* deps.organisations.byName(name), request);
  });

  const rotateToken = Effect.fnUntraced(function* (
    fingerprint: string,
    { overlapMs, ...request }: TokenRotation,
  ): Effect.fn.Return<IssuedToken, TokenIssueFailure | TokenNotValid> {
    const holder = (yield* deps.tokens.byFingerprint(fingerprint)).find(({ token }) => !isPlatformKey(token));
    if (holder === undefined) return yield* new NoSuchEntry({ what: 'token', name: fingerprint });
    const { revoked, expires = Infinity, label, subject } = holder.token;
    const now = yield* Clock.currentTimeMillis;
    if (revoked !== undefined || expires <= now) return yield* new TokenNotValid({ fingerprint });
    const issued = yield* issue(holder.organisation, {
      ...request,
      ...(label !== undefined && { label }),
      ...(subject !== undefined && { subject }),
    });
    yield* deps.tokens.expire(fingerprint, now + overlapMs);
    return issued;
  });

  const listTokens = Effect.fnUntraced(function* (
    name: string,
  ): Effect.fn.Return<readonly ProvisioningToken[], NoSuchEntry | StorageUnavailable> {
    const organisation = yield* deps.organisations.byName(name);
    return (yield* deps.tokens.ofOrganisation(organisation.id)).filter((token) => !isPlatformKey(token));
  });

  const revokeToken = Effect.fnUntraced(function* (
    fingerprint: string,
  ): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
    const holders = yield* deps.tokens.byFingerprint(fingerprint);
    if (holders.some(({ token }) => isPlatformKey(token))) {
      return yield* new NoSuchEntry({ what: 'token', name: fingerprint });
    }
    yield* deps.tokens.revoke(fingerprint, yield* Clock.currentTimeMillis);
  });

  return { issueToken, rotateToken, listTokens, revokeToken };
};

/** The operators' use cases. Each call is one Effect; failures are typed and name what was wrong. */
export const makeOrganisationAdministration = (deps: Dependencies): OrganisationAdministration => {
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
  ): Effect.fn.Return<Organisation, AlreadyExists | InvalidOrganisationName | NoSuchEntry | StorageUnavailable> {
    const newName = settings.name ?? name;
    if (!isOrganisationName(newName)) return yield* new InvalidOrganisationName({ name: newName });
    const changed = { ...(yield* deps.organisations.byName(name)), ...settings };
    yield* deps.organisations.update(changed);
    return changed;
  });

  const remove = Effect.fnUntraced(function* (name: string): Effect.fn.Return<void, NoSuchEntry | StorageUnavailable> {
    yield* deps.organisations.remove(yield* deps.organisations.byName(name), yield* Clock.currentTimeMillis);
  });

  const purge = Effect.gen(function* () {
    while ((yield* deps.purgeRemoved(PURGE_STEP)) > 0);
  });

  // A storage that fails or closes meanwhile leaves the rest to the next start.
  const beginDeletion = (name: string) =>
    Effect.andThen(remove(name), Effect.asVoid(Effect.forkDetach(Effect.ignore(purge))));

  const deleteOrganisation = (name: string) => Effect.andThen(remove(name), purge);

  return {
    addOrganisation,
    changeOrganisation,
    organisation: deps.organisations.byName,
    listOrganisations: deps.organisations.list,
    ...makeSummarise(deps),
    beginDeletion,
    deleteOrganisation,
    ...makeTokens(deps),
  };
};
